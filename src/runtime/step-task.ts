// What crosses the border between the scheduler and whoever executes a step (this process or a
// worker thread): plain data only.
import type { StoredContent } from "../artifacts/stored-content.js";
import type { Json, JsonRecord } from "../domain/entities/fields.js";
import type { Failure } from "../domain/entities/run.js";
import type { GraphStep } from "../domain/graph.js";
import type { ExperimentOf } from "./tracking/step-experiment.js";

/** An input: an artifact to read, or a literal. */
export type TaskInput = { readonly artifact: StoredContent } | { readonly value: Json };

export interface MemoryLimit {
  readonly bytes: number;
  /** As it was asked for: `4GB`. */
  readonly text: string;
}

export interface StepTask {
  readonly run: { readonly id: string; readonly name: string };
  readonly step: { readonly id: string; readonly name: string; readonly definition: string };
  /** The step in the graph: `score.train`, where the invocation in a map is `score[3].train`. */
  readonly node: string;
  readonly pipeline: string;
  readonly attempt: number;
  readonly params: JsonRecord;
  readonly inputs: Readonly<Record<string, TaskInput>>;
  /** Output name → materializer name, or `auto`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Seconds that this attempt may take; absent: as many as it likes. */
  readonly timeout?: GraphStep["timeout"];
  /** Where it must be executed; absent: where it is quickest. */
  readonly isolation?: GraphStep["isolation"];
  /** False: another attempt follows when this one fails, so no hook is called then. */
  readonly isLast?: boolean | undefined;
  /** What it may take, where it has a process of its own; absent: as much as there is. */
  readonly memory?: MemoryLimit | undefined;
  /** What it records goes there; absent: it names no experiment tracker. */
  readonly experiment?: ExperimentOf | undefined;
}

export type StepOutcome =
  | {
      readonly status: "completed";
      readonly outputs: Readonly<Record<string, StoredContent>>;
      readonly metadata: JsonRecord;
      readonly duration_ms: number;
    }
  | (Unfinished & { readonly status: "failed"; readonly failure: Failure })
  | (Unfinished & { readonly status: "cancelled" });

interface Unfinished {
  readonly duration_ms: number;
  /** What it noted until then, as far as it could still be asked. */
  readonly metadata?: JsonRecord | undefined;
}

/** One line that a step printed. */
export interface LogLine {
  readonly step: string;
  readonly stream: "stdout" | "stderr" | "log";
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}
