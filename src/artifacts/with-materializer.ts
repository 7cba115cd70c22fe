import type { Materializer } from "./materializer.js";

/**
 * Makes one name serve both ways: `html("<p>…")` wraps a value, and `outputs: { report: html }` says
 * how the output is written.
 */
export function withMaterializer<Args extends readonly unknown[], Value>(
  make: (...args: Args) => Value,
  materializer: Materializer<Value>,
): ((...args: Args) => Value) & Materializer<Value> {
  const { name, ...members } = materializer;
  // A function's own name cannot be assigned, only redefined.
  return Object.defineProperty(Object.assign(make, members), "name", { value: name });
}
