// What a run needs to know of its graph, found once: the nodes of each scope, their positions, whose
// outputs are taken.
import { nodesIn, upstreamOf } from "../../domain/graph-nodes.js";
import type { GraphNode } from "../../domain/graph-nodes.js";
import { lookedAt, originsOf } from "../../domain/graph-origins.js";
import type { Graph } from "../../domain/graph.js";
import type { DagNode } from "../../util/walk-dag.js";

/** The pipeline itself, or what is executed for each item of a map. */
export interface Scope {
  /** Each after those that it waits for. */
  readonly nodes: readonly GraphNode[];
  readonly byName: ReadonlyMap<string, GraphNode>;
  /** As a walk takes them. */
  readonly dag: readonly DagNode[];
}

export class GraphPlan {
  readonly #graph: Graph;
  readonly #positions: ReadonlyMap<string, number>;
  readonly #taken: ReadonlySet<string>;
  readonly #scopes = new Map<string | undefined, Scope>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#positions = new Map(graph.steps.map(({ name }, position) => [name, position]));
    this.#taken = takenNodes(graph);
  }

  scope(map?: string): Scope {
    let scope = this.#scopes.get(map);
    if (scope === undefined) {
      scope = scopeOf(nodesIn(this.#graph, map));
      this.#scopes.set(map, scope);
    }
    return scope;
  }

  /** Of a map: that of the first step in it. */
  positionOf(node: string): number {
    const own = this.#positions.get(node);
    if (own !== undefined) return own;
    return Math.max(
      0,
      this.#graph.steps.findIndex(({ name }) => name.startsWith(`${node}.`)),
    );
  }

  /** Whether anybody takes an output of it; else nobody needs to keep them. */
  isTaken(node: string): boolean {
    return this.#taken.has(node);
  }
}

function scopeOf(nodes: readonly GraphNode[]): Scope {
  return {
    nodes,
    byName: new Map(nodes.map((node) => [node.name, node])),
    dag: nodes.map((node) => ({ name: node.name, upstream: upstreamOf(node) })),
  };
}

function takenNodes({ steps, maps = [] }: Graph): ReadonlySet<string> {
  const inputs = [
    ...steps.flatMap((step) => Object.values(step.inputs)),
    ...maps.flatMap(({ over }) => Object.values(over)),
  ];
  const conditions = [...steps, ...maps].flatMap(({ when = [] }) => when.map(lookedAt));
  const collected = maps.flatMap(({ outputs }) => Object.values(outputs).flatMap(originsOf));
  const outputs = [...[...inputs, ...conditions].flatMap(originsOf), ...collected];
  return new Set(outputs.map(({ step }) => step));
}
