// What the function that wires a pipeline gets as its inputs.
import type { InvocationInput } from "./invocation.js";
import { refTo } from "./ref.js";

/** Of a pipeline that is a part of another one. */
export function inputRefs(
  trace: object,
  inputs: Readonly<Record<string, InvocationInput>>,
): Readonly<Record<string, object>> {
  const refs = Object.entries(inputs).map(([name, source]) => [name, refTo({ trace, source })]);
  return Object.fromEntries(refs);
}

/** Of a pipeline that is wired by itself: it has none, and notes which ones are asked for. */
export function requiredInputs(trace: object): {
  readonly refs: Readonly<Record<string, object>>;
  readonly names: ReadonlySet<string>;
} {
  const names = new Set<string>();
  const refs = new Proxy<Record<string, object>>(
    {},
    {
      get: (_none, name) => {
        if (typeof name !== "string") return undefined;
        names.add(name);
        return refTo({ trace, source: { value: null } });
      },
    },
  );
  return { refs, names };
}
