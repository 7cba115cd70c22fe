import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Json } from "../../domain/entities/fields.js";
import type { StepContext, StepLog } from "../step-context.js";
import type { LogLine, StepTask } from "../step-task.js";

export type Facts = Record<string, Json>;

/** What a step noted while it ran. */
export interface Noted {
  step: Facts;
  readonly outputs: Map<string, Facts>;
}

export interface ContextParts {
  readonly params: unknown;
  readonly signal: AbortSignal;
  readonly log: (line: LogLine) => void;
  readonly scratch: TemporaryFolder;
  readonly noted: Noted;
  readonly experiment: StepContext["experiment"];
}

export function makeStepContext(task: StepTask, parts: ContextParts): StepContext {
  const { noted } = parts;
  return {
    params: parts.params,
    run: { ...task.run, pipeline: task.pipeline },
    step: { ...task.step, attempt: task.attempt },
    log: stepLog(task.step.name, parts.log),
    signal: parts.signal,
    temporaryFolder: () => parts.scratch.path(),
    metadata: {
      step: (facts) => {
        noted.step = { ...noted.step, ...facts };
      },
      output: (name, facts) => {
        noted.outputs.set(name, { ...noted.outputs.get(name), ...facts });
      },
    },
    experiment: parts.experiment,
  };
}

export function stepLog(step: string, log: (line: LogLine) => void): StepLog {
  const at = (level: string) => (message: string) => {
    for (const text of message.split("\n")) {
      log({ step, stream: "log", text: `[${level}] ${text}`, time: Date.now() });
    }
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Made when first asked for, removed when the step ends. */
export class TemporaryFolder {
  #made: Promise<string> | undefined;

  path(): Promise<string> {
    this.#made ??= mkdtemp(join(tmpdir(), "zenml-step-"));
    return this.#made;
  }

  async remove(): Promise<void> {
    if (this.#made !== undefined) await rm(await this.#made, { recursive: true, force: true });
  }
}
