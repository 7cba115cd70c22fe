import type { Graph, GraphCondition, GraphInput, LaterInput, OutputOf } from "./graph.js";

/** The outputs that an input may come from. */
export function originsOf(input: GraphInput): readonly OutputOf[] {
  if ("step" in input) return [input];
  return "first_of" in input ? input.first_of : [];
}

/** What a condition looks at. */
export function lookedAt(condition: GraphCondition): LaterInput {
  if ("step" in condition) return { step: condition.step, output: condition.output };
  if ("item" in condition) return { item: condition.item, input: condition.input };
  return { first_of: condition.first_of };
}

/** As `originsOf`; of the element of a map those of what the map walks over. */
export function allOrigins(input: GraphInput, graph: Pick<Graph, "maps">): readonly OutputOf[] {
  if (!("item" in input)) return originsOf(input);
  const over = graph.maps?.find(({ name }) => name === input.item)?.over[input.input];
  return over === undefined ? [] : allOrigins(over, graph);
}
