// The pipeline that is being wired right now. It hangs on `globalThis`, since the command line and
// the person's file may each have loaded a copy of this package, and both must see the same one.
import type { PipelineDefinition, StepDefinition } from "../definition.js";
import type { Branching } from "./branches.js";

export interface ActiveTrace {
  readonly pipeline: string;
  /** Notes the call of a step and gives what the call returns: a Ref, or a record of them. */
  invoke(definition: StepDefinition, args: readonly unknown[]): unknown;
  /** Notes a map of a step or a pipeline. */
  map(definition: StepDefinition | PipelineDefinition, args: readonly unknown[]): unknown;
  /** Wires another pipeline as a part of this one and gives what its function returned. */
  inline(definition: PipelineDefinition, args: readonly unknown[]): unknown;
  /** Wires branches, each under its conditions, and gives what they return as one. */
  branch(branching: Branching): unknown;
}

const SLOT = Symbol.for("zenml.trace");

export function activeTrace(): ActiveTrace | undefined {
  return Reflect.get(globalThis, SLOT);
}

/** Makes `trace` the active one while `body` runs, which is synchronous. */
export function withActiveTrace<Result>(trace: ActiveTrace, body: () => Result): Result {
  const before = activeTrace();
  Reflect.set(globalThis, SLOT, trace);
  try {
    return body();
  } finally {
    Reflect.set(globalThis, SLOT, before);
  }
}
