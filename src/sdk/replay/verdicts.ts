// From the rows of a dry run to what a real one would do: which rows rest on outputs that are only taken
// to be as they were.
import type { StepRun } from "../../domain/entities/step.js";
import { allOrigins, lookedAt } from "../../domain/graph-origins.js";
import type { Graph, GraphInput } from "../../domain/graph.js";
import { nodeOf } from "../../runtime/engine/node-of.js";
import type { ReplayVerdict } from "./replay.js";

export interface Judged {
  readonly row: StepRun;
  readonly verdict: ReplayVerdict;
  /** The steps before it whose new outputs decide. */
  readonly on: readonly string[];
}

export function judge(rows: readonly StepRun[], graph: Graph): Judged[] {
  return new Verdicts(rows, graph).all();
}

class Verdicts {
  readonly #rows: readonly StepRun[];
  readonly #graph: Graph;
  readonly #maps: ReadonlySet<string>;
  readonly #byName: ReadonlyMap<string, StepRun>;
  /** Artifact → the node whose output it is, which may give another one. */
  readonly #open = new Map<string, string>();
  readonly #openNodes = new Set<string>();

  constructor(rows: readonly StepRun[], graph: Graph) {
    this.#rows = rows;
    this.#graph = graph;
    this.#maps = new Set((graph.maps ?? []).map(({ name }) => name));
    this.#byName = new Map(rows.map((row) => [row.name, row]));
  }

  all(): Judged[] {
    return this.#rows.filter((row) => !this.#isMap(row)).map((row) => this.#judge(row));
  }

  #isMap({ name }: StepRun): boolean {
    return this.#maps.has(nodeOf(name)) && !name.endsWith("]");
  }

  #judge(row: StepRun): Judged {
    const isExecuted = row.status === "completed" || row.status === "failed";
    const on = isExecuted ? [] : this.#decidedBy(row);
    const rest = row.status === "cached" ? "cached" : "skipped";
    const verdict = isExecuted ? "executed" : on.length > 0 ? "depends" : rest;
    if (verdict === "executed" || verdict === "depends") this.#leaveOpen(row);
    return { row, verdict, on };
  }

  #decidedBy(row: StepRun): readonly string[] {
    const inputs = Object.values(row.inputs).flatMap((id) => this.#open.get(id) ?? []);
    const step = this.#graph.steps.find(({ name }) => name === nodeOf(row.name));
    const conditions = this.#origins((step?.when ?? []).map(lookedAt));
    // One that was skipped has no inputs: what it would take tells.
    const origins = row.status === "cached" ? [] : this.#upstream(row, step?.inputs ?? {});
    const named = [...conditions, ...origins].filter((node) => this.#openNodes.has(node));
    return [...new Set([...inputs, ...named])];
  }

  #upstream(row: StepRun, inputs: Graph["steps"][number]["inputs"]): readonly string[] {
    return [...row.upstream, ...this.#origins(Object.values(inputs))];
  }

  #origins(inputs: readonly GraphInput[]): readonly string[] {
    return inputs.flatMap((input) => allOrigins(input, this.#graph)).map(({ step }) => step);
  }

  /** Also what the maps collect that it is a part of. */
  #leaveOpen(row: StepRun): void {
    for (let one: StepRun | undefined = row; one !== undefined;) {
      const node = nodeOf(one.name);
      this.#openNodes.add(node);
      for (const id of Object.values(one.outputs)) this.#open.set(id, node);
      one = one.map_name === null ? undefined : this.#byName.get(one.map_name);
    }
  }
}
