import type { Materializer } from "./materializer.js";

/**
 * Makes one name serve both ways: `html("<p>…")` wraps a value, and `outputs: { report: html }` says
 * how the output is written.
 */
export function withMaterializer<Make extends (...args: never[]) => unknown, Value>(
  make: Make,
  materializer: Materializer<Value>,
): Make & Materializer<Value> {
  const { name, ...members } = materializer;
  // A function's own name cannot be assigned, only redefined.
  return Object.defineProperty(Object.assign(make, members), "name", { value: name });
}
