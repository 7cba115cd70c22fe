import type { Graph, GraphStep } from "../../domain/graph.js";

/** `score[3].a` → `score.a`: the name in the graph of what was executed once for each item. */
export function nodeName(step: string): string {
  return step.replace(/\[\d+\]/g, "");
}

/** The step of the graph that a row belongs to; undefined for a map's own row. */
export function nodeOf(graph: Graph, step: string): GraphStep | undefined {
  if (isMap(graph, step)) return undefined;
  const name = nodeName(step);
  return graph.steps.find((one) => one.name === name);
}

/** Whether the row stands for a map as a whole. */
export function isMap(graph: Graph, step: string): boolean {
  if (step.endsWith("]")) return false;
  const name = nodeName(step);
  return graph.maps?.some((one) => one.name === name) ?? false;
}
