// Which nodes of a graph have to be executed again when one of them is. Pure.
import { ZenError } from "../../domain/errors.js";
import type { Graph } from "../../domain/graph.js";
import { nearest } from "../../util/nearest.js";
import { nodeOf } from "./node-of.js";

/** The node that a person means: by its name, or by that of an item of it. Errors: `not_found`. */
export function nodeNamed(graph: Graph, name: string): string {
  const names = [...graph.steps, ...(graph.maps ?? [])].map((node) => node.name);
  const node = nodeOf(name);
  if (names.includes(node)) return node;
  const close = nearest(node, names);
  throw new ZenError("not_found", `The pipeline has no step '${name}'.`, {
    hint: close === undefined ? `Its steps: ${names.join(", ")}` : `Did you mean '${close}'?`,
    details: { known: names },
  });
}

/** The node itself and all that depend on it: what takes its outputs, what is inside of it, the map around it. */
export function executedNodes(graph: Graph, from: string): ReadonlySet<string> {
  const nodes = [...graph.steps, ...(graph.maps ?? [])];
  const executed = new Set([from]);
  /** Maps that are walked anew; of others only those items are executed that have to be. */
  const whole = new Set([from]);
  for (let before = -1; before < executed.size + whole.size;) {
    before = executed.size + whole.size;
    for (const { name, upstream, map } of nodes) {
      const isInside = map !== undefined && whole.has(map);
      if (isInside || upstream.some((other) => executed.has(other))) {
        executed.add(name);
        whole.add(name);
      }
      if (map !== undefined && executed.has(name)) executed.add(map);
    }
  }
  return executed;
}

/** The same graph, in which these steps are executed whatever the cache has. */
export function withoutCache(graph: Graph, nodes: ReadonlySet<string>): Graph {
  const steps = graph.steps.map((step) =>
    nodes.has(step.name) ? { ...step, enable_cache: false } : step,
  );
  return { ...graph, steps };
}
