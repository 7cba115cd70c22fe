// A worker that a step operator launches: for one step, told through the files of a folder.
import { closeSync, mkdtempSync, openSync, readSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LimitedLines } from "../logs/limited-lines.js";
import { LastLines, crashOf } from "../process/crash.js";
import type { StepOperator, StepLaunch } from "../../stack/step-operator.js";
import type { StepTask } from "../step-task.js";
import type { ToWorker } from "../worker/protocol.js";
import type { StartWorker, WorkerEvents, WorkerLink } from "../worker/worker-link.js";
import { askToCancel, parseSaid, saidFile, writeTask } from "./launch-files.js";

const LOOK_EVERY_MS = 50;
const CHUNK = 256 * 1024;

export interface LaunchParts {
  readonly operator: StepOperator;
  /** Of the step, for the operator. */
  readonly resources: StepLaunch["resources"];
  readonly settings: StepLaunch["settings"];
  /** Arguments of Node that execute the step which a folder holds. */
  readonly command: (folder: string) => StepLaunch["command"];
}

export function startLaunched(parts: LaunchParts): StartWorker {
  return (events) => new LaunchedStep(parts, events);
}

class LaunchedStep implements WorkerLink {
  readonly #parts: LaunchParts;
  readonly #events: WorkerEvents;
  readonly #controller = new AbortController();
  readonly #last = new LastLines();
  readonly #folder = mkdtempSync(join(tmpdir(), "zenml-launch-"));
  #load: ToWorker | undefined;
  #gone: Promise<void> = Promise.resolve();
  #reader: SaidReader | undefined;

  constructor(parts: LaunchParts, events: WorkerEvents) {
    this.#parts = parts;
    this.#events = events;
  }

  post(message: ToWorker): void {
    if (message.type === "load") this.#load = message;
    else if (message.type === "cancel") askToCancel(this.#folder);
    else this.#gone = this.#launch(message);
  }

  /** The operator waits for the step, and that keeps this process alive. */
  keepAlive(): void {}

  async terminate(): Promise<void> {
    this.#controller.abort();
    await this.#gone;
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #launch(message: Extract<ToWorker, { type: "execute" }>): Promise<void> {
    const task = message.jobs[0]?.task;
    if (this.#load === undefined || task === undefined) return;
    writeTask(this.#folder, [this.#load, message]);
    const raw = new LimitedLines(task.step.name, (line) => this.#events.line(line));
    const look = setInterval(() => this.#read(), LOOK_EVERY_MS);
    const end = await this.#parts.operator
      .launch(this.#launchOf(task, raw))
      .catch((error: unknown) => ({ type: "not_started", error: asError(error) }) as const);
    clearInterval(look);
    this.#read();
    this.#reader?.close();
    raw.end();
    this.#events.ended((step) => crashOf(step, end, this.#last.lines));
    await rm(this.#folder, { recursive: true, force: true });
  }

  #launchOf({ run, step, pipeline, attempt }: StepTask, raw: LimitedLines): StepLaunch {
    const { resources, settings, command } = this.#parts;
    return {
      ...{ run, step: { id: step.id, name: step.name }, pipeline, attempt },
      command: command(this.#folder),
      environment: {},
      folder: this.#folder,
      ...{ resources, settings },
      print: (stream, text) => {
        if (stream === "stderr") this.#last.add(text);
        raw.emit({ step: step.name, stream, text, time: Date.now() });
      },
      signal: this.#controller.signal,
    };
  }

  #read(): void {
    this.#reader ??= SaidReader.open(saidFile(this.#folder));
    for (const text of this.#reader?.lines() ?? []) {
      const said = parseSaid(text);
      if (said === undefined) continue;
      if ("message" in said) {
        this.#events.message(said.message);
        continue;
      }
      if (said.line.stream === "stderr") this.#last.add(said.line.text);
      this.#events.line(said.line);
    }
  }
}

/** The whole lines that a file has got since it was asked last. */
class SaidReader {
  readonly #descriptor: number;
  #rest = Buffer.alloc(0);

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  static open(file: string): SaidReader | undefined {
    try {
      return new SaidReader(openSync(file, "r"));
    } catch {
      // It has said nothing yet.
      return undefined;
    }
  }

  lines(): readonly string[] {
    const chunk = Buffer.alloc(CHUNK);
    const parts = [this.#rest];
    for (let count = this.#fill(chunk); count > 0; count = this.#fill(chunk)) {
      parts.push(Buffer.from(chunk.subarray(0, count)));
    }
    const all = Buffer.concat(parts);
    const end = all.lastIndexOf(10) + 1;
    this.#rest = all.subarray(end);
    return all.subarray(0, end).toString("utf8").split("\n").filter(Boolean);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #fill(chunk: Buffer): number {
    return readSync(this.#descriptor, chunk, 0, chunk.length, null);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
