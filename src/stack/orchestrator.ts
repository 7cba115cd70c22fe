// What an orchestrator is given. It decides when and where steps run; compiling, journaling and
// executing a step belong to the runtime, which hands them in as functions.
import type { Graph } from "../domain/graph.js";
import type { Status } from "../domain/status.js";

export interface OrchestratedRun {
  /** What is to be executed are its top-level nodes: `nodesIn(graph, undefined)`, steps and maps. */
  readonly graph: Graph;
  /** Invocations that this run has already finished (a resumed run); nothing waits for them. */
  readonly finished: ReadonlyMap<string, Status>;
  /**
   * Brings one step or map to its end and returns its final state, after that state is committed.
   * `skipped`: its branch was not taken, which holds back nothing that needs none of its outputs.
   * Never rejects for a step's own failure.
   */
  execute(step: string): Promise<Status>;
  /** Marks a step that will not run because one before it did not complete. */
  skip(step: string): Promise<void>;
  /** Aborted when the run is cancelled: no further step starts. */
  readonly signal: AbortSignal;
  /** `continue` lets steps that do not depend on a failed one finish; `stop` starts nothing more. */
  readonly on_failure: "continue" | "stop";
}

export interface Orchestrator {
  /** Resolves when every step is final. */
  run(run: OrchestratedRun): Promise<void>;
}
