// What calls of a traced pipeline need of each other, and how the graph says it.
import type {
  GraphCondition,
  GraphInput,
  GraphMap,
  LaterInput,
  OutputOf,
} from "../domain/graph.js";
import type {
  CollectedOutput,
  Invocation,
  InvocationInput,
  LaterInput as TracedLater,
  MapCall,
  Place,
  TracedCall,
  TracedNode,
  TracedOutput,
} from "./tracing/invocation.js";

export type Names = ReadonlyMap<TracedCall, string>;

export function graphInput(input: InvocationInput, names: Names): GraphInput {
  return "value" in input ? input : graphLater(input, names);
}

function graphLater(input: TracedLater, names: Names): LaterInput {
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
  const entries = Object.entries(inputs).map(([name, input]): [string, GraphInput] => [
    name,
    graphInput(input, names),
  ]);
  return Object.fromEntries(entries);
}

/** Undefined where there are none. */
export function graphConditions({ when }: Place, names: Names): GraphCondition[] | undefined {
  if (when.length === 0) return undefined;
  return when.map(({ source, ...test }) => ({ ...graphLater(source, names), ...test }));
}

export function outputOf({ from, output }: TracedOutput, names: Names): OutputOf {
  return { step: nameOf(from, names), output };
}

export function nameOf(call: TracedCall, names: Names): string {
  return names.get(call) ?? call.definition.name;
}

/** Names what a call waits for itself, each once, where data comes from first. */
export function upstreamNames(call: Invocation | MapCall, names: Names): string[] {
  const found = new Set<string>();
  forNeeded(call, (node) => found.add(nameOf(node, names)));
  return [...found];
}

/** A visitor, since there is one call of it for each step of however long a pipeline. */
function forNeeded(call: Invocation | MapCall, visit: (node: TracedNode) => void): void {
  const inputs = call.kind === "step" ? call.inputs : call.over;
  for (const name of Object.keys(inputs)) {
    const input = inputs[name];
    if (input !== undefined) forOrigins(input, visit);
  }
  const { after, when } = call.place;
  for (const node of call.after) visit(node);
  for (const node of after) visit(node);
  for (const { source } of when) forOrigins(source, visit);
}

function forOrigins(input: InvocationInput, visit: (node: TracedNode) => void): void {
  if ("from" in input) visit(input.from);
  else if ("first_of" in input) for (const { from } of input.first_of) visit(from);
}

/** For each map what it or anything in it needs of what stands outside of it. */
export function neededByMaps(
  calls: readonly TracedCall[],
): ReadonlyMap<MapCall, ReadonlySet<TracedNode>> {
  const needed = new Map<MapCall, Set<TracedNode>>();
  for (const call of calls) if (call.kind === "map") needed.set(call, new Set());
  if (needed.size === 0) return needed;
  for (const call of calls) {
    if (call.kind === "pipeline") continue;
    const own = call.kind === "map" ? needed.get(call) : undefined;
    forNeeded(call, (node) => {
      own?.add(node);
      for (let { map } = call.place; map !== node.place.map; map = map.place.map) {
        if (map === undefined) return;
        needed.get(map)?.add(node);
      }
    });
  }
  return needed;
}
