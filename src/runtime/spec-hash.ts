import { createHash } from "node:crypto";
import type { Graph, GraphInput, GraphStep } from "../domain/graph.js";

/**
 * Identifies a pipeline: names, wiring and outputs, however its code is laid out. Params, literal
 * inputs, settings and positions may differ from run to run without making another version.
 */
export function specHash(graph: Graph): string {
  const spec = [graph.name, sorted(graph.steps.map(specOf))];
  return createHash("sha256").update(JSON.stringify(spec)).digest("hex");
}

type Spec = readonly [name: string, ...unknown[]];

function specOf(step: GraphStep): Spec {
  const inputs = Object.entries(step.inputs).map(([name, input]): Spec => [name, ...origin(input)]);
  const outputs = Object.entries(step.outputs);
  return [step.name, step.step, sorted(inputs), [...step.upstream].sort(), sorted(outputs)];
}

function origin(input: GraphInput): readonly string[] {
  return "step" in input ? [input.step, input.output] : [];
}

/** By name, in an order that no locale changes. */
function sorted(specs: readonly Spec[]): readonly Spec[] {
  return [...specs].sort(([left], [right]) => (left < right ? -1 : Number(left > right)));
}
