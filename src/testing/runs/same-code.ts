import type { CodeIndex } from "../../runtime/code-index.js";
import type { StepFunction } from "../../runtime/definition.js";

/** Code cannot change within a process, so the function of a step stands for all that it reaches. */
export function sameCode(): CodeIndex {
  const numbers = new Map<StepFunction, string>();
  return {
    partsOf: ({ name, fn }) => {
      const number = numbers.get(fn) ?? `function ${numbers.size + 1}`;
      numbers.set(fn, number);
      return { code: { [`this process:step(${name})`]: number }, packages: {}, uncacheable: null };
    },
  };
}
