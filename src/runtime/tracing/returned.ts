// What a function that wires returned: a handle, a record of them, or nothing.
import { types } from "node:util";
import { ZenError } from "../../domain/errors.js";
import { isPlainRecord } from "../graph-checks/json-problems.js";
import type { InvocationInput } from "./invocation.js";
import { ownSource } from "./read-arguments.js";
import type { Reading } from "./read-arguments.js";
import { refTarget } from "./ref.js";

/** By the names of the record; a single handle has none. */
export type Returned =
  | { readonly kind: "nothing" }
  | { readonly kind: "single"; readonly source: InvocationInput }
  | { readonly kind: "record"; readonly sources: ReadonlyMap<string, InvocationInput> };

const NOTHING: Returned = { kind: "nothing" };

type ReturnReading = Pick<Reading, "trace" | "place" | "complain">;

/** @param what begins each problem, e.g. `what pipeline 'evaluate' returns` */
export function readReturned(value: unknown, reading: ReturnReading, what: string): Returned {
  if (value === undefined || value === null) return NOTHING;
  if (refTarget(value) !== undefined) {
    const source = ownSource(reading, value, what);
    return source === undefined ? NOTHING : { kind: "single", source };
  }
  const entries = isPlainRecord(value) ? Object.entries(value) : [];
  const given = entries.filter(([, one]) => one !== undefined);
  if (!isPlainRecord(value) || given.some(([, one]) => refTarget(one) === undefined)) {
    reading.complain({
      text: `${what} is not what steps put out`,
      hint: "Return what a step call returned, or an object of such: { model, score }.",
    });
    return NOTHING;
  }
  const sources = given.flatMap(([name, one]) => {
    const source = ownSource(reading, one, `${what} as '${name}'`);
    return source === undefined ? [] : [[name, source] as const];
  });
  return sources.length === 0 ? NOTHING : { kind: "record", sources: new Map(sources) };
}

/** Errors: `pipeline_invalid` for a function that is async. @param whose e.g. `pipeline 'training'` */
export function refuseAsync(result: unknown, whose: string): void {
  if (!types.isPromise(result)) return;
  // What it rejects with, e.g. the first step called after an `await`, is no news.
  result.catch(() => undefined);
  throw new ZenError("pipeline_invalid", `The function of ${whose} is async.`, {
    hint: "Remove `async`: the function only wires steps; a step may be async and do the waiting.",
  });
}
