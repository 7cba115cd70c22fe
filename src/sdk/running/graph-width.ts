import type { Graph } from "../../domain/graph.js";

/**
 * How many steps lie side by side at most, counted by depth: how many workers can be of use. Items of a
 * map all do, as many as it lets under way at once. `counts`: which definitions' steps matter.
 */
export function graphWidth(
  graph: Graph,
  counts: (definition: string) => boolean = () => true,
): number {
  const maps = new Map(graph.maps?.map((map) => [map.name, map]));
  const atOnce = (name: string | undefined): number => {
    const map = name === undefined ? undefined : maps.get(name);
    if (map === undefined) return 1;
    return (map.concurrency ?? Number.POSITIVE_INFINITY) * atOnce(map.map);
  };
  const depths = new Map<string, number>();
  const widths = new Map<number, number>();
  for (const step of graph.steps) {
    const above = step.upstream.map((name) => depths.get(name) ?? 0);
    const depth = above.length === 0 ? 1 : Math.max(...above) + 1;
    depths.set(step.name, depth);
    if (!counts(step.step)) continue;
    widths.set(depth, (widths.get(depth) ?? 0) + atOnce(step.map));
  }
  return Math.max(1, ...widths.values());
}
