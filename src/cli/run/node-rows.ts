// What a run's table of steps shows: a line for each step and for each map, however many items it has.
import type { Graph } from "../../domain/graph.js";
import { nodesIn, upstreamOf } from "../../domain/graph-nodes.js";
import type { Summary } from "../../domain/resources.js";
import type { Status } from "../../domain/status.js";
import { describeCounts } from "../../sdk/progress/step-line.js";

export interface NodeRow {
  readonly name: string;
  readonly upstream: readonly string[];
  /** Its own row in the record; undefined while nothing has happened to it. */
  readonly step: Summary<"step"> | undefined;
  /** Of a map: how the steps in it ended, e.g. `98 completed, 2 failed`. */
  readonly items: string | undefined;
}

export function nodeRows(graph: Graph, steps: readonly Summary<"step">[]): NodeRow[] {
  const recorded = new Map(steps.map((step) => [step.name, step]));
  const inside = new Map<string, Partial<Record<Status, number>>>();
  for (const { name, status } of steps) {
    const map = name.slice(0, Math.max(0, name.indexOf("[")));
    if (map === "") continue;
    const counts = inside.get(map) ?? {};
    counts[status] = (counts[status] ?? 0) + 1;
    inside.set(map, counts);
  }
  return nodesIn(graph, undefined).map((node) => {
    const counts = inside.get(node.name);
    return {
      name: node.name,
      upstream: upstreamOf(node),
      step: recorded.get(node.name),
      items: counts === undefined ? undefined : describeCounts(counts),
    };
  });
}
