// What a name means in a graph: it depends on the map that it is said in. For graphs that may be wrong.
import type { GraphNode } from "./graph-nodes.js";
import type { Graph, GraphMap } from "./graph.js";

type Scope = string | undefined;

const NONE: readonly string[] = [];

export class GraphScopes {
  readonly nodes: readonly GraphNode[];
  readonly #maps: ReadonlyMap<string, GraphMap>;
  readonly #byScope = new Map<Scope, Map<string, GraphNode>>();
  readonly #anywhere = new Map<string, GraphNode>();

  constructor({ steps, maps = [] }: Graph) {
    this.#maps = new Map(maps.map((map) => [map.name, map]));
    this.nodes = [
      ...steps.map((step): GraphNode => ({ kind: "step", name: step.name, step })),
      ...maps.map((map): GraphNode => ({ kind: "map", name: map.name, map })),
    ];
    for (const node of this.nodes) {
      const names = this.#byScope.get(scopeOf(node)) ?? new Map<string, GraphNode>();
      this.#byScope.set(scopeOf(node), names.set(node.name, node));
      this.#anywhere.set(node.name, node);
    }
  }

  /** The scopes that have nodes. */
  get scopes(): readonly Scope[] {
    return [...this.#byScope.keys()];
  }

  /** The node of that name in a scope or, if it has none, in those around it. */
  find(name: string, scope: Scope): GraphNode | undefined {
    const node = this.#byScope.get(scope)?.get(name);
    if (node !== undefined || scope === undefined) return node;
    for (const one of this.around(scope)) {
      const around = this.#byScope.get(one)?.get(name);
      if (around !== undefined) return around;
    }
    return this.#byScope.get(undefined)?.get(name);
  }

  /** A scope and the maps that it is in, the innermost first. */
  around(scope: Scope): readonly string[] {
    if (scope === undefined) return NONE;
    const around: string[] = [];
    for (let one: Scope = scope; one !== undefined && !around.includes(one);) {
      around.push(one);
      one = this.#maps.get(one)?.map;
    }
    return around;
  }

  map(name: string): GraphMap | undefined {
    return this.#maps.get(name);
  }

  /** What a name that cannot be found lacks. */
  absence(name: string): string {
    const node = this.#anywhere.get(name);
    const scope = node === undefined ? undefined : scopeOf(node);
    return scope === undefined ? "which does not exist" : `which is inside of map '${scope}'`;
  }
}

export function scopeOf(node: GraphNode): Scope {
  return node.kind === "step" ? node.step.map : node.map.map;
}

export function hasOutput(node: GraphNode, output: string): boolean {
  return Object.hasOwn(node.kind === "step" ? node.step.outputs : node.map.outputs, output);
}
