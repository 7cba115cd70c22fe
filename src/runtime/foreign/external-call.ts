import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { AnyMaterializer, StepDefinition } from "../definition.js";
import type { StepContext } from "../step-context.js";
import type { LogLine, MemoryLimit } from "../step-task.js";
import type { ForeignProcesses } from "./foreign-processes.js";
import type { ExternalStep } from "./external-step.js";

/** What surrounds any step, as far as a command needs it. */
export interface ExternalSurroundings {
  readonly materializers: ReadonlyMap<string, AnyMaterializer>;
  readonly artifactStore: ArtifactStore;
  readonly signal: AbortSignal;
  readonly log: (line: LogLine) => void;
  readonly projectRoot: string;
  /** Serve the steps of a run; without, each step has a process of its own. */
  readonly processes?: ForeignProcesses | undefined;
  readonly memory?: MemoryLimit | undefined;
  /** Variables for this attempt alone: no process that serves others can have them. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** One execution of a step that is a command. */
export interface ExternalCall {
  readonly external: ExternalStep;
  readonly definition: StepDefinition;
  /** Validated params, log, metadata and the temporary folder of this attempt. */
  readonly context: StepContext;
  readonly surroundings: ExternalSurroundings;
}
