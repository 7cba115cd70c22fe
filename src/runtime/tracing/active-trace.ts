// The pipeline that is being wired right now. It hangs on `globalThis`, since the command line and
// the person's file may each have loaded a copy of this package, and both must see the same one.
import type { StepDefinition } from "../definition.js";

export interface ActiveTrace {
  readonly pipeline: string;
  /** Notes the call of a step and gives what the call returns: a Ref, or a record of them. */
  invoke(definition: StepDefinition, args: readonly unknown[]): unknown;
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
