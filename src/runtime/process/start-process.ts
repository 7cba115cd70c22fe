// Starts workers that are processes of their own: what crashes them is told by how they end.
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { formatLogLine, parseLogLine } from "../logs/log-format.js";
import { LimitedLines } from "../logs/limited-lines.js";
import { ReadingPace } from "../logs/reading-pace.js";
import type { LogLine, StepTask } from "../step-task.js";
import { watchMemory } from "../../util/watch-memory.js";
import { isPlaced } from "../worker/protocol.js";
import type { FromWorker, ToWorker } from "../worker/protocol.js";
import type { StartWorker, WorkerEvents, WorkerLink } from "../worker/worker-link.js";
import { LastLines, crashOf } from "./crash.js";
import type { ProcessEnd } from "./crash.js";
import { LineFile } from "./line-file.js";
import { HUNG_UP_CODE } from "./process-port.js";

/** While it works its lines are read this often. */
const READ_EVERY_MS = 100;
/** How long pipes that others hold open are read after the process ended. */
const DRAIN_MS = 500;

/** Starts processes with this entry point. */
export function startProcess(entry: string): StartWorker {
  return (events) => new StepProcess(entry, events);
}

class StepProcess implements WorkerLink {
  readonly #child: ChildProcess;
  readonly #events: WorkerEvents;
  readonly #last = new LastLines();
  readonly #gone: Promise<void>;
  readonly #file = LineFile.open();
  #reading: NodeJS.Timeout | undefined;
  #raw: LimitedLines | undefined;
  #step = "";
  #stopWatching: (() => void) | undefined;
  #end: ProcessEnd | undefined;

  constructor(entry: string, events: WorkerEvents) {
    this.#events = events;
    this.#child = fork(entry, [], {
      serialization: "advanced",
      // A group of its own: Ctrl-C is for the run, which tells its steps; and all that it starts ends with it.
      detached: true,
      // A debugger's port is the run's.
      execArgv: process.execArgv.filter((argument) => !argument.startsWith("--inspect")),
      stdio: ["ignore", "pipe", "pipe", "ipc", this.#file?.descriptor ?? "ignore"],
    });
    this.#gone = new Promise((resolve) => this.#watch(resolve));
    this.#readRaw();
    this.#child.on("message", (message) => {
      // Only its own code sends through this channel, or code of a step: what is not known is not taken.
      if (isFromWorker(message)) this.#receive(message);
    });
  }

  #receive(message: FromWorker): void {
    if (message.type === "lines") return this.#take(message.lines);
    if (isPlaced(message)) this.#readLines();
    this.#events.message(message);
  }

  post(message: ToWorker): void {
    if (message.type === "execute") this.#begin(message.jobs[0]?.task);
    // One that it does not hear any more is followed by its end.
    this.#child.send(message, () => undefined);
  }

  keepAlive(isBusy: boolean): void {
    clearInterval(this.#reading);
    if (isBusy) this.#reading = setInterval(this.#readLines, READ_EVERY_MS).unref();
    const pipes = [...this.#child.stdio];
    for (const one of [this.#child, this.#child.channel, ...pipes]) {
      if (!isCounted(one)) continue;
      if (isBusy) one.ref();
      else one.unref();
    }
  }

  async terminate(): Promise<void> {
    this.keepAlive(true);
    this.#kill();
    await this.#gone;
  }

  /** From here on what comes out of it raw is the step's. */
  #begin(task: StepTask | undefined): void {
    const { name = "" } = task?.step ?? {};
    this.#readLines();
    this.#file?.tidy();
    this.#raw?.end();
    this.#step = name;
    this.#raw = new LimitedLines(name, (line) => this.#emit(line));
    this.#last.clear();
    this.#limit(task?.memory);
  }

  /** That of one step, until the next one begins. */
  #limit(memory: StepTask["memory"]): void {
    this.#stopWatching?.();
    const { pid } = this.#child;
    if (memory === undefined || pid === undefined) return;
    this.#stopWatching = watchMemory(pid, memory.bytes, () => {
      this.#end ??= { type: "out_of_memory", limit: memory.text };
      this.#kill();
    });
  }

  /** The process and all that it started. */
  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
    } catch {
      // There is nobody left in the group.
    }
  }

  #watch(resolve: () => void): void {
    const child = this.#child;
    let isOver = false;
    const finish = (): void => {
      if (isOver) return;
      isOver = true;
      this.#stopWatching?.();
      // What a step started does not outlive its process.
      this.#kill();
      for (const stream of child.stdio) stream?.destroy();
      clearInterval(this.#reading);
      this.#readLines();
      this.#file?.close();
      this.#raw?.end();
      const end = this.#end ?? { type: "exited", code: 0 };
      this.#events.ended((step) => crashOf(step, end, this.#last.lines));
      resolve();
    };
    child.once("error", (error) => {
      this.#end ??= { type: "not_started", error };
      if (child.pid === undefined) finish();
    });
    child.once("disconnect", this.#hangUp);
    child.once("exit", (code, signal) => {
      this.#end ??= endOf(code ?? 0, signal);
      setTimeout(finish, DRAIN_MS);
    });
    child.once("close", finish);
  }

  /** It may still compute, but what closed its channel cannot say any more how its step ends. */
  readonly #hangUp = (): void => {
    setTimeout(() => {
      if (this.#end !== undefined) return;
      this.#end = { type: "hung_up" };
      this.#kill();
    }, DRAIN_MS).unref();
  };

  readonly #readLines = (): void => this.#file?.read((lines) => this.#take(lines));

  #take(lines: string): void {
    if (lines.includes(ON_STDERR)) {
      for (const line of lines.split("\n"))
        if (line.includes(ON_STDERR)) this.#last.add(textOf(line));
    }
    this.#events.lines(lines);
  }

  #emit(line: LogLine): void {
    this.#events.lines(formatLogLine(line));
  }

  #readRaw(): void {
    const { stdout, stderr } = this.#child;
    if (stdout !== null) readText(stdout, (text) => this.#print("stdout", text));
    if (stderr !== null) readText(stderr, (text) => this.#print("stderr", text));
  }

  /** Written by native code, by what the step started, by Node when it crashes. */
  #print(stream: "stdout" | "stderr", text: string): void {
    if (stream === "stderr") this.#last.add(text);
    this.#raw?.emit({ step: this.#step, stream, text, time: Date.now() });
  }
}

/** As lines of stderr have it, and no text in quotes. */
const ON_STDERR = '"stream":"stderr"';

function textOf(line: string): string {
  return parseLogLine(line)?.text ?? line;
}

function endOf(code: number, signal: string | null): ProcessEnd {
  if (signal !== null) return { type: "killed", signal };
  return code === HUNG_UP_CODE ? { type: "hung_up" } : { type: "exited", code };
}

/** Longer than any line of a log as it is sent; what is printed raw comes in pieces of this length. */
const LONGEST_LINE = 1024 * 1024;

function readText(stream: Readable, take: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const pace = new ReadingPace();
  stream.on("data", (chunk: Buffer) => {
    const lines = decoder.write(chunk).split("\n");
    lines[0] = rest + (lines[0] ?? "");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
    if (rest.length > LONGEST_LINE) take(rest.slice(0, LONGEST_LINE));
    if (rest.length > LONGEST_LINE) rest = rest.slice(LONGEST_LINE);
    const wait = pace.after(chunk);
    if (wait === 0) return;
    stream.pause();
    setTimeout(() => stream.resume(), wait);
  });
  stream.once("end", () => {
    if (rest !== "") take(rest);
  });
  stream.on("error", () => undefined);
}

function isFromWorker(message: unknown): message is FromWorker {
  if (typeof message !== "object" || message === null || !("type" in message)) return false;
  return message.type !== "lines" || ("lines" in message && typeof message.lines === "string");
}

interface Counted {
  ref(): void;
  unref(): void;
}

/** Node's types do not say that a pipe can be left out of what keeps a process alive. */
function isCounted(one: object | null | undefined): one is Counted {
  return one !== null && one !== undefined && "ref" in one && "unref" in one;
}
