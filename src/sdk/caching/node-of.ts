import type { Graph, GraphStep } from "../../domain/graph.js";

/** `score[3].a` → `score.a`: the name in the graph of what was executed once for each item. */
export function nodeName(step: string): string {
  return step.replace(/\[\d+\]/g, "");
}

/** The steps of a graph by their names, for whoever asks for many of them. */
export type GraphNodes = ReadonlyMap<string, GraphStep>;

export function graphNodes(graph: Graph): GraphNodes {
  return new Map(graph.steps.map((one) => [one.name, one]));
}

/** The step of the graph that a row belongs to; undefined for a map's own row. */
export function nodeOf(
  graph: Graph,
  step: string,
  nodes: GraphNodes = graphNodes(graph),
): GraphStep | undefined {
  return isMap(graph, step) ? undefined : nodes.get(nodeName(step));
}

/** Whether the row stands for a map as a whole. */
export function isMap(graph: Graph, step: string): boolean {
  if (step.endsWith("]")) return false;
  const name = nodeName(step);
  return graph.maps?.some((one) => one.name === name) ?? false;
}
