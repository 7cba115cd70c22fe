// A process of another language and the channel to it: started in a group of its own, so that all it
// starts ends with it. Knows descriptors and signals; not steps.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { Duplex, Readable } from "node:stream";
import { watchMemory } from "../../util/watch-memory.js";
import type { MemoryLimit } from "../step-task.js";
import { ReadingPace } from "../logs/reading-pace.js";
import type { GroupWatch } from "./group-watch.js";
import { LineReader } from "./line-reader.js";
import type { ToStep } from "./messages.js";

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ends it when this process is killed; absent: it does so by itself. */
  readonly watch?: GroupWatch | undefined;
  /** What it may take with all that it starts; absent: as much as it likes. */
  readonly memory?: MemoryLimit | undefined;
}

/** How a process ended: with an exit code, by a signal, or without having started. */
export type ProcessEnd =
  | { readonly type: "exited"; readonly code: number }
  | { readonly type: "killed"; readonly signal: string }
  | { readonly type: "out_of_memory"; readonly limit: string }
  | { readonly type: "not_started"; readonly error: Error };

export type PrintStream = "stdout" | "stderr";

/** Whoever the process works for now. */
export interface ProcessListener {
  message(line: string): void;
  print(stream: PrintStream, chunk: Buffer): void;
  /** Its channel was closed, or broken; the process may still live. */
  hungUp(reason: string | undefined): void;
  ended(end: ProcessEnd): void;
}

/** The numbers of the channel's descriptors in the process. */
export const CHANNEL_IN = 3;
export const CHANNEL_OUT = 4;
/** How long pipes that others hold open are read after the process ended. */
const DRAIN_MS = 500;

export class ForeignProcess {
  readonly #child: ChildProcess;
  readonly #input: Duplex | undefined;
  #listener: ProcessListener | undefined;
  #end: ProcessEnd | undefined;
  readonly #held = new Map<PrintStream, NodeJS.Timeout>();
  #isDrained = false;
  readonly #ended: Promise<void>;

  constructor({ command, args, folder, env, watch, memory }: ProcessOptions) {
    this.#child = spawn(command, [...args], {
      cwd: folder,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    });
    const input = this.#child.stdio[CHANNEL_IN];
    this.#input = input instanceof Duplex ? input : undefined;
    // What it does not read any more is told by its end.
    this.#input?.on("error", () => undefined);
    this.#ended = new Promise((resolve) => this.#watch(resolve));
    this.#guard(watch, memory);
    this.#readFrom();
  }

  get isAlive(): boolean {
    return this.#end === undefined;
  }

  /** From now on this one is told; what ended before is told at once. */
  listen(listener: ProcessListener | undefined): void {
    this.#listener = listener;
    if (this.#isDrained && this.#end !== undefined) listener?.ended(this.#end);
  }

  send(message: ToStep): void {
    this.#input?.write(`${JSON.stringify(message)}\n`);
  }

  /** Reads nothing that it prints for a while: it has to wait when the pipe is full. */
  holdPrint(stream: PrintStream, milliseconds: number): void {
    clearTimeout(this.#held.get(stream));
    const pipe = this.#child[stream];
    pipe?.pause();
    const timer = setTimeout(() => pipe?.resume(), milliseconds);
    this.#held.set(stream, timer);
  }

  /** What it printed so far is waited for. */
  hurry(): void {
    for (const [stream, timer] of this.#held) {
      clearTimeout(timer);
      this.#child[stream]?.resume();
    }
    this.#held.clear();
  }

  /** Does not keep this process alive by itself while it waits for work. */
  rest(isResting: boolean): void {
    const { stdout, stderr, stdio } = this.#child;
    for (const one of [this.#child, stdout, stderr, stdio[CHANNEL_IN], stdio[CHANNEL_OUT]]) {
      if (isResting) unref(one);
      else ref(one);
    }
  }

  /** To the process and all that it started. */
  signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // There is nobody left in the group.
    }
  }

  /** Asks it to end, and ends it when it does not. Resolves when it is gone. */
  async end(grace: number, signal?: NodeJS.Signals): Promise<void> {
    this.rest(false);
    this.#input?.end();
    if (signal !== undefined && this.isAlive) this.signal(signal);
    const timer = setTimeout(() => this.signal("SIGKILL"), grace);
    await this.#ended;
    clearTimeout(timer);
  }

  #guard(watch: GroupWatch | undefined, memory: MemoryLimit | undefined): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    watch?.add(pid);
    const stop =
      memory === undefined
        ? undefined
        : watchMemory(pid, memory.bytes, () => {
            this.#end ??= { type: "out_of_memory", limit: memory.text };
            this.signal("SIGKILL");
          });
    this.#child.once("exit", () => {
      watch?.remove(pid);
      stop?.();
    });
  }

  #watch(resolve: () => void): void {
    const child = this.#child;
    const finish = (): void => {
      if (this.#isDrained || this.#end === undefined) return;
      this.#isDrained = true;
      for (const stream of child.stdio) stream?.destroy();
      this.#listener?.ended(this.#end);
      resolve();
    };
    child.once("error", (error) => {
      this.#end ??= { type: "not_started", error };
      finish();
    });
    child.once("exit", (code, signal) => {
      this.#end ??=
        signal === null ? { type: "exited", code: code ?? 0 } : { type: "killed", signal };
      this.hurry();
      // What it left behind would hold its pipes open.
      this.signal("SIGKILL");
      setTimeout(finish, DRAIN_MS).unref();
    });
    child.once("close", finish);
  }

  #readFrom(): void {
    const { stdout, stderr } = this.#child;
    this.#readPrinted("stdout");
    this.#readPrinted("stderr");
    const channel = this.#child.stdio[CHANNEL_OUT];
    if (!(channel instanceof Readable)) return;
    const lines = new LineReader((line) => this.#listener?.message(line));
    channel.on("data", (chunk: Buffer) => {
      try {
        lines.push(chunk);
      } catch (error) {
        channel.destroy();
        this.#listener?.hungUp(error instanceof Error ? error.message : String(error));
      }
    });
    channel.once("end", () => this.#listener?.hungUp(undefined));
    for (const stream of [stdout, stderr, channel]) stream?.on("error", () => undefined);
  }

  #readPrinted(stream: PrintStream): void {
    const pace = new ReadingPace();
    this.#child[stream]?.on("data", (chunk: Buffer) => {
      // Each read wakes this process up: a line may wait for further ones, the end of the step does not.
      const wait = pace.after(chunk);
      if (wait > 0 && this.isAlive) this.holdPrint(stream, wait);
      this.#listener?.print(stream, chunk);
    });
  }
}

interface Counted {
  ref(): void;
  unref(): void;
}

/** Node's types do not say that a pipe can be left out of what keeps a process alive. */
function isCounted(one: object | null | undefined): one is Counted {
  return one !== null && one !== undefined && "ref" in one && "unref" in one;
}

function ref(one: object | null | undefined): void {
  if (isCounted(one)) one.ref();
}

function unref(one: object | null | undefined): void {
  if (isCounted(one)) one.unref();
}
