import { createHash } from "node:crypto";
import { lookedAt } from "../domain/graph-origins.js";
import type { Graph, GraphInput, GraphMap, GraphStep } from "../domain/graph.js";

/**
 * Identifies a pipeline: names, wiring and outputs, however its code is laid out. Params, literal
 * inputs, thresholds, settings and positions may differ from run to run without making another version.
 */
export function specHash(graph: Graph): string {
  const { maps = [] } = graph;
  const spec = [
    graph.name,
    sorted(graph.steps.map(specOf)),
    ...(maps.length === 0 ? [] : [sorted(maps.map(mapSpec))]),
  ];
  return createHash("sha256").update(JSON.stringify(spec)).digest("hex");
}

type Spec = readonly [name: string, ...unknown[]];

function specOf(step: GraphStep): Spec {
  const inputs = Object.entries(step.inputs).map(([name, input]): Spec => [name, ...origin(input)]);
  const outputs = Object.entries(step.outputs);
  const links = [sorted(inputs), [...step.upstream].sort(), sorted(outputs)];
  // Absent where there are no maps and branches, whose hash must stay what it was.
  if (step.map === undefined && step.when === undefined) return [step.name, step.step, ...links];
  return [step.name, step.step, ...links, step.map ?? null, conditions(step)];
}

/** How many items at once, and what a failed one means, may differ from run to run. */
function mapSpec(map: GraphMap): Spec {
  const over = Object.entries(map.over).map(([name, input]): Spec => [name, ...origin(input)]);
  const outputs = Object.entries(map.outputs).map(([name, from]): Spec => [name, ...origin(from)]);
  const own = [map.map ?? null, sorted(over), [...map.upstream].sort(), sorted(outputs)];
  return [map.name, ...own, map.collect, conditions(map)];
}

function conditions({ when = [] }: Pick<GraphStep, "when">): readonly unknown[] {
  return when.map((condition) => {
    const { operator, value, negate = false } = condition;
    const isLabel = operator === "eq" || operator === "ne" || operator === "in";
    return [...origin(lookedAt(condition)), operator, isLabel ? value : null, negate];
  });
}

function origin(input: GraphInput): readonly unknown[] {
  if ("step" in input) return [input.step, input.output];
  if ("item" in input) return ["item", input.item, input.input];
  return "first_of" in input ? ["first_of", ...input.first_of.map(origin)] : [];
}

/** By name, in an order that no locale changes. */
function sorted(specs: readonly Spec[]): readonly Spec[] {
  return [...specs].sort(([left], [right]) => (left < right ? -1 : Number(left > right)));
}
