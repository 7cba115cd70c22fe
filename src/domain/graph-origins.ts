import type { GraphInput, OutputOf } from "./graph.js";

/** The outputs that an input may come from. */
export function originsOf(input: GraphInput): readonly OutputOf[] {
  if ("step" in input) return [input];
  return "first_of" in input ? input.first_of : [];
}
