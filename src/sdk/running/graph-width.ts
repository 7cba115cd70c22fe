import type { Graph } from "../../domain/graph.js";

/** How many steps of the graph lie side by side at most, counted by depth: how many workers can be of use. */
export function graphWidth(graph: Graph): number {
  const depths = new Map<string, number>();
  const counts = new Map<number, number>();
  for (const step of graph.steps) {
    const above = step.upstream.map((name) => depths.get(name) ?? 0);
    const depth = above.length === 0 ? 1 : Math.max(...above) + 1;
    depths.set(step.name, depth);
    counts.set(depth, (counts.get(depth) ?? 0) + 1);
  }
  return Math.max(1, ...counts.values());
}
