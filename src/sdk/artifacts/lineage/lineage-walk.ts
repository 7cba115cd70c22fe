// Goes from artifacts to steps and on to artifacts, a generation at a time, with a query for many.
import type { Artifact } from "../../../domain/entities/artifact.js";
import type { Filter } from "../../../domain/query.js";
import type { Summary } from "../../../domain/resources.js";
import { collectionItems } from "../collection-items.js";
import type { ArtifactPlace } from "../collection-items.js";
import type { ArtifactNode, LineageEdge, LineageNode, StepNode } from "./lineage-graph.js";
import { byIds } from "../../../store/by-ids.js";

type ListedArtifact = Summary<"artifact">;
type Step = Summary<"step">;

const MOST_ITEMS = 20;
const MOST_CONSUMERS = 100;

export class LineageWalk {
  readonly #place: ArtifactPlace;
  readonly #limit: number;
  readonly #artifacts = new Map<string, ArtifactNode>();
  readonly #steps = new Map<string, Step>();
  readonly #edges = new Map<string, LineageEdge>();
  #isComplete = true;

  constructor(place: ArtifactPlace, limit: number) {
    this.#place = place;
    this.#limit = limit;
  }

  async up(start: Artifact, depth: number): Promise<void> {
    let frontier: readonly ListedArtifact[] = this.#add([start], new Set());
    const seen = new Set([start.id]);
    for (let level = 0; frontier.length > 0; level += 1) {
      if (level >= depth) return this.#stopIf(frontier.some(({ step_id }) => step_id !== null));
      const items = await this.#items(frontier);
      const steps = await this.#producers(frontier);
      for (const step of steps) this.#note(step.inputs, ({ id, name }) => edge(id, step.id, name));
      const ids = [...items, ...steps.flatMap(({ inputs }) => Object.values(inputs))];
      frontier = this.#add(await byIds(this.#place.store.artifacts, ids), seen);
    }
  }

  async down(start: Artifact, depth: number): Promise<void> {
    let frontier: readonly ListedArtifact[] = this.#add([start], new Set());
    const seen = new Set([start.id]);
    for (let level = 0; frontier.length > 0; level += 1) {
      if (level >= depth) return this.#stopIf(await this.#isUsed(frontier));
      const steps = [...(await this.#consumers(frontier)), ...(await this.#maps(frontier))];
      for (const step of steps) this.#note(step.outputs, ({ id, name }) => edge(step.id, id, name));
      const ids = steps.flatMap(({ outputs }) => Object.values(outputs));
      frontier = this.#add(await byIds(this.#place.store.artifacts, ids), seen);
    }
  }

  async result() {
    const runs = await byIds(
      this.#place.store.runs,
      [...this.#steps.values()].map(({ run_id }) => run_id),
    );
    const names = new Map(runs.map(({ id, name }) => [id, name]));
    const steps = [...this.#steps.values()].map(({ id, name, status, run_id }): StepNode => {
      return { kind: "step", id, name, status, run_id, run: names.get(run_id) ?? run_id };
    });
    const nodes: LineageNode[] = [...this.#artifacts.values(), ...steps];
    const known = new Set(nodes.map(({ id }) => id));
    const edges = [...this.#edges.values()].filter(
      ({ from, to }) => known.has(from) && known.has(to),
    );
    return { nodes, edges, is_complete: this.#isComplete };
  }

  #stopIf(isThereMore: boolean): void {
    if (isThereMore) this.#isComplete = false;
  }

  async #isUsed(artifacts: readonly ListedArtifact[]): Promise<boolean> {
    for (const { id } of artifacts) {
      const filters: Filter[] = [{ field: "inputs", operator: "has", value: id }];
      const { items } = await this.#place.store.steps.list({ filters, limit: 1 });
      if (items.length > 0) return true;
    }
    return false;
  }

  /** Those that were not met before on this way. */
  #add(artifacts: readonly ListedArtifact[], seen: Set<string>): ListedArtifact[] {
    return artifacts.filter((artifact) => {
      const { id, name, data_type: type } = artifact;
      if (seen.has(id)) return false;
      if (!this.#hasRoom(this.#artifacts.has(id))) return false;
      seen.add(id);
      if (!this.#artifacts.has(id)) this.#artifacts.set(id, { kind: "artifact", id, name, type });
      return true;
    });
  }

  #hasRoom(isKnown: boolean): boolean {
    if (isKnown || this.#artifacts.size + this.#steps.size < this.#limit) return true;
    this.#isComplete = false;
    return false;
  }

  #addSteps(steps: readonly Step[]): Step[] {
    return steps.filter((step) => {
      if (!this.#hasRoom(this.#steps.has(step.id))) return false;
      this.#steps.set(step.id, step);
      return true;
    });
  }

  #note(
    record: Readonly<Record<string, string>>,
    edgeOf: (link: { id: string; name: string }) => LineageEdge,
  ): void {
    for (const [name, id] of Object.entries(record)) this.#edge(edgeOf({ id, name }));
  }

  #edge(one: LineageEdge): void {
    this.#edges.set(`${one.from} ${one.to} ${one.name}`, one);
  }

  async #producers(artifacts: readonly ListedArtifact[]): Promise<Step[]> {
    const ids = artifacts.flatMap(({ step_id }) => step_id ?? []);
    const steps = this.#addSteps(await byIds(this.#place.store.steps, ids));
    const found = new Map(steps.map((step) => [step.id, step]));
    for (const { id, step_id, name } of artifacts) {
      if (step_id !== null && found.has(step_id)) this.#edge(edge(step_id, id, name));
    }
    return steps;
  }

  async #consumers(artifacts: readonly ListedArtifact[]): Promise<Step[]> {
    const found: Step[] = [];
    for (const { id } of artifacts) {
      const filters: Filter[] = [{ field: "inputs", operator: "has", value: id }];
      const page = await this.#place.store.steps.list({ filters, limit: MOST_CONSUMERS });
      if (page.next_cursor !== null) this.#isComplete = false;
      for (const step of this.#addSteps(page.items)) {
        found.push(step);
        for (const [name, input] of Object.entries(step.inputs)) {
          if (input === id) this.#edge(edge(id, step.id, name));
        }
      }
    }
    return found;
  }

  /** The maps that collected the artifacts of their items. */
  async #maps(artifacts: readonly ListedArtifact[]): Promise<Step[]> {
    const ids = artifacts.flatMap(({ step_id }) => step_id ?? []);
    const items = (await byIds(this.#place.store.steps, ids)).filter(
      (step) => step.map_name !== null,
    );
    const found: Step[] = [];
    for (const item of items) {
      const filters: Filter[] = [
        { field: "run_id", operator: "eq", value: item.run_id },
        { field: "name", operator: "eq", value: item.map_name },
      ];
      const [map] = this.#addSteps(
        (await this.#place.store.steps.list({ filters, limit: 1 })).items,
      );
      if (map === undefined) continue;
      found.push(map);
      const name = `[${item.item_index ?? 0}]`;
      for (const { id, step_id } of artifacts)
        if (step_id === item.id) this.#edge(edge(id, map.id, name));
    }
    return found;
  }

  /** Ids of the first items of collections. */
  async #items(artifacts: readonly ListedArtifact[]): Promise<string[]> {
    const all: string[] = [];
    for (const artifact of artifacts) {
      const items = await collectionItems(artifact, this.#place);
      const shown = items.slice(0, MOST_ITEMS);
      shown.forEach((id, index) => {
        if (id === null) return;
        all.push(id);
        this.#edge(edge(id, artifact.id, `[${index}]`));
      });
      const node = this.#artifacts.get(artifact.id);
      if (items.length <= shown.length || node === undefined) continue;
      this.#artifacts.set(artifact.id, { ...node, more_items: items.length - shown.length });
    }
    return all;
  }
}

function edge(from: string, to: string, name: string): LineageEdge {
  return { from, to, name };
}
