// What a step operator does: executes one step somewhere of its own and waits for it. What the step is
// stays with the runtime, which hands in a command that knows.
import type { JsonRecord } from "../domain/entities/fields.js";
import type { ResourceSettings } from "./settings/resource-settings.js";

export interface StepLaunch {
  readonly run: { readonly id: string; readonly name: string };
  /** `name` is the invocation: `train`, `train_2`, `train[3]`. */
  readonly step: { readonly id: string; readonly name: string };
  readonly pipeline: string;
  /** From 1. */
  readonly attempt: number;
  /** Program and arguments as they are, for no shell. */
  readonly command: readonly [string, ...string[]];
  /** Beside the variables that there are where it is executed. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the command reads and writes: the same path must lead there where it is executed. */
  readonly folder: string;
  /** What the step asks of the machine (`settings.resources`). */
  readonly resources: ResourceSettings;
  /** The settings of the step for this flavor (`settings["step_operator.<flavor>"]`). */
  readonly settings: JsonRecord;
  /** Takes a line that the command printed, as far as the operator sees what it prints. */
  readonly print: (stream: "stdout" | "stderr", line: string) => void;
  /** Aborted when the step is not wanted any more: the command is to be ended. */
  readonly signal: AbortSignal;
}

export type LaunchEnd =
  | { readonly type: "exited"; readonly code: number }
  | { readonly type: "killed"; readonly signal: string }
  /** It took more than `resources.memory` and was ended. */
  | { readonly type: "out_of_memory"; readonly limit: string }
  | { readonly type: "not_started"; readonly error: Error };

export interface StepOperator {
  /** Starts the command and resolves when it has ended; once the signal aborts, before long. */
  launch(launch: StepLaunch): Promise<LaunchEnd>;
}

/**
 * Set to the id of the process that starts the command, where that is its parent: the command then ends
 * as soon as the parent does.
 */
export const PARENT_VARIABLE = "ZENML_STEP_PARENT";
