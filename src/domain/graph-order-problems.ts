// Cycles, and steps that stand before what they wait for.
import { upstreamIn, upstreamOf } from "./graph-nodes.js";
import type { GraphNode } from "./graph-nodes.js";
import { titleOf } from "./graph-link-problems.js";
import { scopeOf } from "./graph-scopes.js";
import type { GraphScopes } from "./graph-scopes.js";
import type { Graph } from "./graph.js";

/** A cycle shows steps out of order too; then it is what is told. */
export function orderProblems(graph: Graph, scopes: GraphScopes): readonly string[] {
  const disorder = [...stepsOutOfOrder(graph, scopes), ...mapsOutOfOrder(graph)];
  if (disorder.length === 0) return [];
  for (const scope of scopes.scopes) {
    const cycle = findCycle(upstreamIn(graph, scope));
    if (cycle !== undefined) return [`there is a cycle: ${cycle.join(" → ")}`];
  }
  return disorder;
}

interface Extent {
  readonly first: number;
  readonly last: number;
}

function stepsOutOfOrder({ steps }: Graph, scopes: GraphScopes): readonly string[] {
  const extents = new Map<string, Extent>();
  const places = new Map(steps.map(({ name }, index) => [name, index]));
  for (const [index, { map }] of steps.entries()) {
    for (const name of scopes.around(map)) {
      extents.set(name, { first: extents.get(name)?.first ?? index, last: index });
    }
  }
  const extentOf = ({ kind, name }: GraphNode): Extent | undefined => {
    if (kind === "map") return extents.get(name);
    const index = places.get(name);
    return index === undefined ? undefined : { first: index, last: index };
  };
  return scopes.nodes.flatMap((node) => {
    const scope = scopeOf(node);
    const around = scopes.around(scope);
    return upstreamOf(node).flatMap((name) => {
      const before = scopes.find(name, scope);
      if (before === undefined || (before.kind === "map" && around.includes(name))) return [];
      const isBefore = (extentOf(before)?.last ?? -1) < (extentOf(node)?.first ?? Infinity);
      return isBefore ? [] : [`${titleOf(node)} comes before '${name}', which it waits for`];
    });
  });
}

function mapsOutOfOrder({ maps = [] }: Graph): readonly string[] {
  const before = new Set<string>();
  const names = new Set(maps.map(({ name }) => name));
  return maps.flatMap(({ name, map }) => {
    before.add(name);
    const isLate = map !== undefined && names.has(map) && !before.has(map);
    return isLate ? [`map '${name}' comes before '${map}', which it is a part of`] : [];
  });
}

/** The names of a cycle in the direction of the data, the first one repeated at the end. */
function findCycle(
  upstream: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const left = new Map(upstream);
  const blockers = (name: string) => (left.get(name) ?? []).filter((one) => left.has(one));
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const name of left.keys()) if (blockers(name).length === 0) left.delete(name);
  }
  // Each one that is left waits for another that is left, so following them comes round.
  const path: string[] = [];
  let [name] = left.keys();
  while (name !== undefined && !path.includes(name)) {
    path.push(name);
    [name] = blockers(name);
  }
  return name === undefined ? undefined : [...path.slice(path.indexOf(name)), name].reverse();
}
