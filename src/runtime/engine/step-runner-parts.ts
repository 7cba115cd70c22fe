import type { CacheSettings } from "../../domain/graph.js";
import type { CodeIndex } from "../code-index.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";
import type { Declared } from "../declared/declared-hashes.js";
import type { StepExecutor } from "../execution/executor.js";
import type { CacheLookup } from "./cache-lookup.js";
import type { Conditions } from "./conditions.js";
import type { RowParts } from "./row-of.js";
import type { RunTally } from "./run-tally.js";

/** What bringing steps and maps to their ends takes. */
export interface StepRunnerParts extends RowParts {
  readonly pipeline: CompiledPipeline;
  readonly executor: StepExecutor;
  readonly code: CodeIndex;
  readonly cache: CacheLookup;
  readonly conditions: Conditions;
  readonly tally: RunTally;
  readonly signal: AbortSignal;
  readonly now: () => string;
  /** Resolves after that many milliseconds, or when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** Hashes of the files and variables that a step says it depends on. */
  readonly declared: (settings: CacheSettings | undefined) => Promise<Declared>;
}
