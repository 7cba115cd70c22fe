// What calls of a traced pipeline need of each other, and how the graph says it.
import type { GraphCondition, GraphInput, GraphMap, OutputOf } from "../domain/graph.js";
import { outputsOf } from "./tracing/invocation.js";
import type {
  CollectedOutput,
  Invocation,
  InvocationInput,
  MapCall,
  Place,
  TracedCall,
  TracedNode,
  TracedOutput,
} from "./tracing/invocation.js";

export type Names = ReadonlyMap<TracedCall, string>;

export function graphInput(input: InvocationInput, names: Names): GraphInput {
  if ("value" in input) return input;
  if ("item" in input) return { item: nameOf(input.item, names), input: input.input };
  return graphOutput(input, names);
}

export function graphOutput(output: CollectedOutput, names: Names): GraphMap["outputs"][string] {
  if ("from" in output) return outputOf(output, names);
  return { first_of: output.first_of.map((one) => outputOf(one, names)) };
}

export function graphInputs(
  inputs: Readonly<Record<string, InvocationInput>>,
  names: Names,
): Record<string, GraphInput> {
  const entries = Object.entries(inputs);
  return Object.fromEntries(entries.map(([name, input]) => [name, graphInput(input, names)]));
}

/** Undefined where there are none. */
export function graphConditions({ when }: Place, names: Names): GraphCondition[] | undefined {
  if (when.length === 0) return undefined;
  return when.map(({ from, output, ...test }) => ({
    ...outputOf({ from, output }, names),
    ...test,
  }));
}

export function outputOf({ from, output }: TracedOutput, names: Names): OutputOf {
  return { step: nameOf(from, names), output };
}

export function nameOf(call: TracedCall, names: Names): string {
  return names.get(call) ?? call.definition.name;
}

/** What a call needs itself, where data comes from first. */
export function neededBy(call: Invocation | MapCall): readonly TracedNode[] {
  const inputs = Object.values(call.kind === "step" ? call.inputs : call.over);
  const data = inputs.flatMap((input) => outputsOf(input).map(({ from }) => from));
  const { after, when } = call.place;
  return [...data, ...call.after, ...after, ...when.map(({ from }) => from)];
}

/** For each map what it or anything in it needs of what stands outside of it. */
export function neededByMaps(
  calls: readonly TracedCall[],
): ReadonlyMap<MapCall, ReadonlySet<TracedNode>> {
  const needed = new Map<MapCall, Set<TracedNode>>();
  for (const call of calls) if (call.kind === "map") needed.set(call, new Set(neededBy(call)));
  if (needed.size === 0) return needed;
  for (const call of calls) {
    if (call.kind === "pipeline" || call.place.map === undefined) continue;
    for (const node of neededBy(call)) {
      for (let map = call.place.map; map !== node.place.map;) {
        needed.get(map)?.add(node);
        if (map.place.map === undefined) break;
        map = map.place.map;
      }
    }
  }
  return needed;
}
