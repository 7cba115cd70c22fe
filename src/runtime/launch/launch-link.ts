// A worker that a step operator launches: for one step, told through the files of a folder.
import { closeSync, mkdtempSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppendedLines } from "../logs/appended-lines.js";
import { formatLogLine } from "../logs/log-format.js";
import { LimitedLines } from "../logs/limited-lines.js";
import { LastLines, crashOf } from "../process/crash.js";
import type { StepOperator, StepLaunch } from "../../stack/step-operator.js";
import type { LogLine, StepTask } from "../step-task.js";
import type { ToWorker } from "../worker/protocol.js";
import type { StartWorker, WorkerEvents, WorkerLink } from "../worker/worker-link.js";
import { askToCancel, parseSaid, saidFile, writeTask } from "./launch-files.js";

const LOOK_EVERY_MS = 50;

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
  #said: { readonly descriptor: number; readonly lines: AppendedLines } | undefined;

  constructor(parts: LaunchParts, events: WorkerEvents) {
    this.#parts = parts;
    this.#events = events;
  }

  post(message: ToWorker): void {
    if (message.type === "load") this.#load = message;
    else if (message.type === "cancel") askToCancel(this.#folder);
    else if (message.type === "execute") this.#gone = this.#launch(message);
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
    const raw = new LimitedLines(task.step.name, (line) => this.#print(line));
    const look = setInterval(() => this.#read(), LOOK_EVERY_MS);
    const end = await this.#parts.operator
      .launch(this.#launchOf(task, raw))
      .catch((error: unknown) => ({ type: "not_started", error: asError(error) }) as const);
    clearInterval(look);
    this.#read();
    if (this.#said !== undefined) closeSync(this.#said.descriptor);
    this.#said = undefined;
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

  #print(line: LogLine): void {
    this.#events.lines(formatLogLine(line));
  }

  #read(): void {
    this.#said ??= openSaid(this.#folder);
    this.#said?.lines.read((lines) => {
      for (const text of lines.trimEnd().split("\n")) this.#hear(text);
    });
  }

  #hear(text: string): void {
    const said = parseSaid(text);
    if (said === undefined) return;
    if ("message" in said) return this.#events.message(said.message);
    if (said.line.stream === "stderr") this.#last.add(said.line.text);
    this.#print(said.line);
  }
}

/** Undefined while it has said nothing. */
function openSaid(folder: string) {
  try {
    const descriptor = openSync(saidFile(folder), "r");
    return { descriptor, lines: new AppendedLines(descriptor) };
  } catch {
    return undefined;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
