// A graph scope by scope: what is executed side by side at the top level, or for one item of a map.
import type { Graph, GraphMap, GraphStep } from "./graph.js";

export type GraphNode =
  | { readonly kind: "step"; readonly name: string; readonly step: GraphStep }
  | { readonly kind: "map"; readonly name: string; readonly map: GraphMap };

/** The steps and maps that stand directly in a map (undefined: in none), each after those it waits for. */
export function nodesIn(graph: Graph, scope: string | undefined): readonly GraphNode[] {
  const nodes = new Map(unordered(graph, scope).map((node) => [node.name, node]));
  const ordered = new Set<GraphNode>();
  const underWay = new Set<GraphNode>();
  const visit = (node: GraphNode): void => {
    if (underWay.has(node)) return;
    underWay.add(node);
    for (const name of upstreamOf(node)) {
      const before = nodes.get(name);
      if (before !== undefined) visit(before);
    }
    ordered.add(node);
  };
  for (const node of nodes.values()) visit(node);
  return [...ordered];
}

/** For each node of a scope the nodes of that same scope which it waits for; outer ones have ended before. */
export function upstreamIn(
  graph: Graph,
  scope: string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const nodes = unordered(graph, scope);
  const names = new Set(nodes.map(({ name }) => name));
  return new Map(
    nodes.map((node) => [node.name, upstreamOf(node).filter((name) => names.has(name))]),
  );
}

/** Everything that a node waits for, in its own scope and in outer ones. */
export function upstreamOf(node: GraphNode): readonly string[] {
  return node.kind === "step" ? node.step.upstream : node.map.upstream;
}

/** Steps as they stand in the graph, each map where the first step in it stands. */
function unordered(graph: Graph, scope: string | undefined): readonly GraphNode[] {
  const maps = new Map((graph.maps ?? []).map((map) => [map.name, map]));
  const nodes = new Map<string, GraphNode>();
  for (const step of graph.steps) {
    const node = ancestorIn(step, { scope, maps });
    if (node !== undefined && !nodes.has(node.name)) nodes.set(node.name, node);
  }
  for (const map of maps.values()) {
    if (map.map === scope && !nodes.has(map.name))
      nodes.set(map.name, { kind: "map", name: map.name, map });
  }
  return [...nodes.values()];
}

interface Scope {
  readonly scope: string | undefined;
  readonly maps: ReadonlyMap<string, GraphMap>;
}

/** The node of a scope that a step is, or is a part of. */
function ancestorIn(step: GraphStep, { scope, maps }: Scope): GraphNode | undefined {
  if (step.map === scope) return { kind: "step", name: step.name, step };
  // Bounded, since in a graph that was not checked maps might be parts of each other.
  let map = step.map === undefined ? undefined : maps.get(step.map);
  for (let depth = 0; map !== undefined && depth <= maps.size; depth++) {
    if (map.map === scope) return { kind: "map", name: map.name, map };
    map = map.map === undefined ? undefined : maps.get(map.map);
  }
  return undefined;
}
