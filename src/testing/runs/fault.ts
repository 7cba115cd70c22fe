// What may go wrong in a test of a run, as a person writes it.
import type { StepHandle } from "../../sdk/post-execution/run-view.js";

/** What happens: at least one of them; after a delay also one of the others. */
export interface FaultEffect {
  /** Thrown there instead of what would have been done. */
  readonly error?: unknown;
  /** Seconds that it takes longer, by the clock of the test. */
  readonly delay?: number | undefined;
  /** The process dies there, before or after it was done; `kit.resume()` goes on with the run. */
  readonly crash?: "before" | "after" | undefined;
}

/** When a step is executed. */
export interface StepFault extends FaultEffect {
  /** The step itself, its name in the graph (`train_2`), or one item of a map (`train[3]`). */
  readonly step: string | StepHandle;
  /** Position in the outermost map, from 0; default: every item. */
  readonly item?: number | undefined;
  /** From 1; default: every attempt. */
  readonly attempt?: number | undefined;
}

interface CountedFault extends FaultEffect {
  /** How often it is done before without a fault; default 0. */
  readonly after?: number | undefined;
  /** How often the fault happens from then on; default: each time. */
  readonly times?: number | undefined;
}

/** When the record of the run is written (ends of steps, of maps and of the run) or read. */
export interface StoreFault extends CountedFault {
  readonly store: "commit" | "read";
  /** Only the commit of how this step ended; not with `read`. */
  readonly step?: string | StepHandle | undefined;
}

/** When bytes go to the artifact store or come from it; small values lie in the record instead. */
export interface ArtifactFault extends CountedFault {
  readonly artifacts: "write" | "read";
}

export type Fault = StepFault | StoreFault | ArtifactFault;

/** Where a fault may strike. */
export type Point =
  | { readonly kind: "step"; readonly name: string; readonly attempt: number }
  | { readonly kind: "commit"; readonly ended: readonly string[] }
  | { readonly kind: "store read" | "artifact write" | "artifact read" };

export function kindOf(fault: Fault): Point["kind"] {
  if ("store" in fault) return fault.store === "commit" ? "commit" : "store read";
  if ("artifacts" in fault) return fault.artifacts === "write" ? "artifact write" : "artifact read";
  return "step";
}
