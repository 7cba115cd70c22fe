// Fills a store with entities of every resource, different for every seed and the same for one.
import { COMPONENT_TYPES } from "../../src/domain/component-types.js";
import type { Change } from "../../src/domain/change.js";
import type { Json } from "../../src/domain/entities/fields.js";
import { STATUSES } from "../../src/domain/status.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { GRAPH } from "../contract/zen-store/samples.js";

/** mulberry32 */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LETTERS = [..."abcXYZ 019_.:-#&*!|>'\"%@`{}[],?~é🙂\u200d中ßñ=<$^+();"];
const TEXTS = [
  "",
  "null",
  "true",
  "yes",
  "~",
  "1e3",
  "0x1F",
  "2026-01-01",
  "- a",
  "a: b",
  "\t",
  "a\nb",
  "\n",
  " x ",
  "\u0000",
  "<<<<<<<",
  "#",
  "__proto__",
  "\u2028",
  "\r\n",
  "\ufeff",
];

export class RandomStore {
  readonly #random: () => number;
  #made = 0;

  constructor(seed: number) {
    this.#random = randomNumbers(seed);
  }

  /** Several projects with everything in them. */
  async fill(store: ZenStore): Promise<void> {
    for (let user = 0; user < 2; user++)
      await store.users.create({ ...this.#base(), name: this.#name() });
    for (let project = 0; project < 2; project++) {
      const { id } = await store.projects.create({
        ...this.#base(),
        name: this.#name(),
        description: this.#text(),
      });
      await this.#fillProject(store.inProject(id));
    }
    await this.#fillProject(store);
  }

  async #fillProject(store: ZenStore): Promise<void> {
    const scoped = () => ({ ...this.#base(), ...store.scope, user_id: this.#id() });
    const changes: Change[] = [];
    const components = this.#times(6, () => ({
      ...scoped(),
      name: this.#name(),
      type: this.#pick(COMPONENT_TYPES),
      flavor: this.#name(),
      configuration: this.#record(3),
      shared: this.#random() < 0.5,
    }));
    for (const entity of components) changes.push({ op: "create", resource: "component", entity });
    for (const { type, id, name } of components) {
      const stack = { ...scoped(), name: this.#name(), shared: false };
      const entity = { ...stack, components: { [type]: { id, name } } };
      changes.push({ op: "create", resource: "stack", entity });
    }
    changes.push(
      ...this.#times(2, (): Change => {
        const flavor = { ...scoped(), name: this.#name(), type: this.#pick(COMPONENT_TYPES) };
        const entity = { ...flavor, source: `${this.#name()}#x`, config_schema: this.#record(2) };
        return { op: "create", resource: "flavor", entity };
      }),
    );
    await store.commit([...changes, ...this.#history(scoped)]);
  }

  #history(scoped: () => ReturnType<RandomStore["_scoped"]>): Change[] {
    const pipeline = {
      ...scoped(),
      name: this.#name(),
      version: 1 + this.#integer(1000),
      spec_hash: this.#text(),
      description: this.#orNull(() => this.#text()),
      graph: { ...GRAPH, extra: this.#record(2) },
    };
    const changes: Change[] = [{ op: "create", resource: "pipeline", entity: pipeline }];
    for (const pipeline_id of [pipeline.id, null]) {
      const run = this.#run(scoped(), pipeline_id);
      changes.push({ op: "create", resource: "run", entity: run });
      for (let position = 0; position < 3; position++) {
        const step = this.#step(scoped(), { run_id: run.id, position });
        changes.push({ op: "create", resource: "step", entity: step });
        const artifact = this.#artifact(scoped(), { run_id: run.id, step_id: step.id });
        changes.push({ op: "create", resource: "artifact", entity: artifact });
      }
    }
    return changes;
  }

  /** For its type alone. */
  _scoped() {
    return { ...this.#base(), project_id: "", user_id: "" };
  }

  #run(base: ReturnType<RandomStore["_scoped"]>, pipeline_id: string | null) {
    return {
      ...base,
      name: this.#name(),
      pipeline_id,
      pipeline_name: this.#name(),
      stack_id: this.#orNull(() => this.#id()),
      stack_name: this.#name(),
      status: this.#pick(STATUSES),
      started: this.#orNull(() => this.#time()),
      ended: this.#orNull(() => this.#time()),
      step_count: this.#integer(100),
      parameters: this.#record(3),
      failure: this.#orNull(() => ({
        message: this.#text(),
        name: "Error",
        step: null,
        location: null,
        stack: this.#text(),
      })),
      environment: this.#record(2),
      configuration: this.#record(2),
      graph: GRAPH,
      source: this.#orNull(() => ({
        root: this.#text(),
        file: this.#text(),
        export: this.#orNull(() => this.#text()),
        code: { [this.#name()]: this.#text() },
      })),
      original_run_id: this.#orNull(() => this.#id()),
      schedule_id: this.#orNull(() => this.#id()),
      runner_id: this.#orNull(() => this.#text()),
      runner: null,
      lease_expires: this.#orNull(() => this.#time()),
      cancel_requested: this.#orNull(() => this.#time()),
    };
  }

  #step(
    base: ReturnType<RandomStore["_scoped"]>,
    place: { readonly run_id: string; readonly position: number },
  ) {
    return {
      ...base,
      ...place,
      name: this.#name(),
      step_name: this.#name(),
      status: this.#pick(STATUSES),
      attempt: this.#integer(5),
      started: this.#orNull(() => this.#time()),
      ended: null,
      duration_ms: this.#orNull(() => this.#random() * 1e6),
      upstream: this.#times(2, () => this.#name()),
      parameters: this.#record(2),
      inputs: { [this.#text()]: this.#id(), b: this.#id() },
      outputs: { [this.#text()]: this.#id() },
      cache_key: this.#orNull(() => this.#text()),
      original_step_id: this.#orNull(() => this.#id()),
      failure: null,
      metadata: this.#record(2),
      cache_parts: null,
      map_name: this.#orNull(() => this.#name()),
      item_index: this.#orNull(() => this.#integer(1000)),
    };
  }

  #artifact(
    base: ReturnType<RandomStore["_scoped"]>,
    place: { readonly run_id: string; readonly step_id: string },
  ) {
    return {
      ...base,
      run_id: this.#orNull(() => place.run_id),
      step_id: this.#orNull(() => place.step_id),
      name: this.#name(),
      artifact_store_id: null,
      materializer: this.#text(),
      data_type: this.#text(),
      media_type: this.#text(),
      content_hash: this.#text(),
      size: this.#integer(2 ** 40),
      path: this.#orNull(() => this.#text()),
      metadata: this.#record(3),
      preview: this.#orNull(() => this.#text()),
      inline: this.#orNull(() => this.#text()),
    };
  }

  #base() {
    return { id: this.#id(), created: this.#time(), updated: this.#time() };
  }

  #id(): string {
    const hex = this.#times(32, () => this.#integer(16).toString(16)).join("");
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-a$4-$5");
  }

  #time(): string {
    return new Date(Date.UTC(2020, 0, 1) + this.#integer(2 ** 38)).toISOString();
  }

  /** Unique, and allowed. */
  #name(): string {
    const letters = this.#times(1 + this.#integer(12), () => this.#pick(LETTERS)).join("");
    return `n${letters.trim()}${(this.#made += 1)}`;
  }

  #text(): string {
    if (this.#random() < 0.4) return this.#pick(TEXTS);
    return this.#times(this.#integer(20), () => this.#pick(LETTERS)).join("");
  }

  #record(depth: number): Record<string, Json> {
    const keys = this.#times(this.#integer(4), () => this.#text());
    // Where it is a key, it is no property.
    const allowed = keys.filter((key) => key !== "__proto__");
    return Object.fromEntries(allowed.map((key) => [key, this.#json(depth - 1)]));
  }

  #json(depth: number): Json {
    const kind = this.#integer(depth > 0 ? 8 : 5);
    if (kind === 0) return null;
    if (kind === 1) return this.#random() < 0.5;
    if (kind === 2) return this.#pick([0, -1, 0.1, 1e21, 1e-7, 2 ** 53, -2.5, this.#random()]);
    if (kind < 5) return this.#text();
    if (kind === 5) return this.#times(this.#integer(4), () => this.#json(depth - 1));
    return this.#record(depth);
  }

  #orNull<Value>(make: () => Value): Value | null {
    return this.#random() < 0.3 ? null : make();
  }

  #integer(below: number): number {
    return Math.floor(this.#random() * below);
  }

  #pick<Value>(values: readonly Value[]): Value {
    const value = values[this.#integer(values.length)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  }

  #times<Value>(count: number, make: () => Value): Value[] {
    return Array.from({ length: count }, make);
  }
}
