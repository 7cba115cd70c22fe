// A step and its artifacts as they were recorded. One file, because each leads to the other.
import type { Materializer } from "../../artifacts/materializer.js";
import { readValue } from "../../artifacts/read-value.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import { ZenError } from "../../domain/errors.js";
import type { Summary } from "../../domain/resources.js";
import { isFinal } from "../../domain/status.js";
import { isReadable } from "../artifacts/is-readable.js";
import { explainStep } from "../caching/explain-step.js";
import type { StepExplanation } from "../caching/explain-step.js";
import type { ReadingContext } from "./reading-context.js";

type Named = Readonly<Record<string, unknown>>;

/** One step of a run. `Outputs` says what each output reads back as. */
export class StepView<Outputs extends Named = Named> {
  readonly #context: ReadingContext;
  readonly entity: Summary<"step">;

  constructor(context: ReadingContext, entity: Summary<"step">) {
    this.#context = context;
    this.entity = entity;
  }

  get id(): string {
    return this.entity.id;
  }

  /** The invocation, e.g. `train_2`. */
  get name(): string {
    return this.entity.name;
  }

  /** Name of the step definition, e.g. `train`; the old product's name for it. */
  get entrypointName(): string {
    return this.entity.step_name;
  }

  get status(): Summary<"step">["status"] {
    return this.entity.status;
  }

  get parameters(): Summary<"step">["parameters"] {
    return this.entity.parameters;
  }

  get metadata(): Summary<"step">["metadata"] {
    return this.entity.metadata;
  }

  get isCached(): boolean {
    return this.entity.status === "cached";
  }

  get isCompleted(): boolean {
    return isFinal(this.entity.status) && this.entity.failure === null;
  }

  /** Milliseconds. */
  get duration(): number | null {
    return this.entity.duration_ms;
  }

  /** Of a map: what was executed for its items, item by item; of a step none. */
  async *items(): AsyncIterable<StepView> {
    const query = {
      filters: [
        { field: "run_id", operator: "eq", value: this.entity.run_id },
        { field: "map_name", operator: "eq", value: this.name },
      ],
      sort: { field: "position", direction: "asc" },
    } as const;
    for await (const step of this.#context.store.steps.all(query)) {
      yield new StepView(this.#context, step);
    }
  }

  /** Position in the map that it is an item of, from 0; null for a step of the pipeline itself. */
  get itemIndex(): number | null {
    return this.entity.item_index;
  }

  /** Why it was executed or served from the cache; with what differs from the time before. */
  async why(): Promise<StepExplanation> {
    const { store, artifactStore } = this.#context;
    return explainStep(await store.steps.get(this.id), {
      store,
      isReadable: (artifact) => isReadable(artifact, artifactStore),
    });
  }

  inputs(): Promise<Record<string, ArtifactView>> {
    return this.#artifacts(this.entity.inputs);
  }

  async outputs(): Promise<{ [Name in keyof Outputs]: ArtifactView<Outputs[Name]> }>;
  async outputs(): Promise<Record<string, ArtifactView>> {
    return this.#artifacts(this.entity.outputs);
  }

  /** The output of this name. Errors: `not_found`, naming the outputs that there are. */
  async output<Name extends keyof Outputs & string>(
    name: Name,
  ): Promise<ArtifactView<Outputs[Name]>>;
  /** The only output. Errors: `not_found` when there is none, `ambiguous` when there are several. */
  async output(): Promise<ArtifactView<Outputs[keyof Outputs]>>;
  async output(name?: string): Promise<ArtifactView> {
    return this.#one("output", this.entity.outputs, name);
  }

  /** As `output`, for inputs. */
  input(name?: string): Promise<ArtifactView> {
    return this.#one("input", this.entity.inputs, name);
  }

  async #one(
    kind: "input" | "output",
    ids: Readonly<Record<string, string>>,
    name?: string,
  ): Promise<ArtifactView> {
    const names = Object.keys(ids);
    const wanted = name ?? (names.length === 1 ? names[0] : undefined);
    const id = wanted === undefined ? undefined : ids[wanted];
    if (id !== undefined) return this.#artifact(id);
    const known = names.length === 0 ? "none" : names.map((one) => `'${one}'`).join(", ");
    if (name === undefined && names.length > 1) {
      throw new ZenError("ambiguous", `Step '${this.name}' has several ${kind}s: ${known}.`, {
        hint: `Name one: step.${kind}("${names[0] ?? ""}").`,
      });
    }
    const asked = name === undefined ? `an ${kind}` : `an ${kind} '${name}'`;
    throw new ZenError("not_found", `Step '${this.name}' has not ${asked}.`, {
      hint: `Its ${kind}s: ${known}.`,
    });
  }

  async #artifacts(ids: Readonly<Record<string, string>>): Promise<Record<string, ArtifactView>> {
    const views = await Promise.all(
      Object.entries(ids).map(async ([name, id]) => [name, await this.#artifact(id)] as const),
    );
    return Object.fromEntries(views);
  }

  async #artifact(id: string): Promise<ArtifactView> {
    return new ArtifactView(this.#context, await this.#context.store.artifacts.get(id));
  }
}

/** A value that a step wrote, with who made it and who used it. */
export class ArtifactView<Value = unknown> {
  readonly #context: ReadingContext;
  readonly entity: Artifact;

  constructor(context: ReadingContext, entity: Artifact) {
    this.#context = context;
    this.entity = entity;
  }

  get id(): string {
    return this.entity.id;
  }

  /** Name of the output. */
  get name(): string {
    return this.entity.name;
  }

  get type(): string {
    return this.entity.data_type;
  }

  get materializer(): string {
    return this.entity.materializer;
  }

  get metadata(): Artifact["metadata"] {
    return this.entity.metadata;
  }

  /** Bytes. */
  get size(): number {
    return this.entity.size;
  }

  /**
   * The value itself. A person's own type needs its materializer.
   * Errors: `materializer_missing`, `artifact_unreadable`.
   */
  async read(): Promise<Value>;
  async read<Own>(materializer: Materializer<Own>): Promise<Own>;
  async read(materializer?: Materializer<unknown>): Promise<unknown> {
    const known = this.#context.materializers;
    const materializers =
      materializer === undefined ? known : new Map([...known, [materializer.name, materializer]]);
    const store = await this.#context.artifactStore(this.entity);
    return readValue(this.entity, { materializers, store, label: `'${this.name}' (${this.id})` });
  }

  /** A real path of this machine, where the artifact store has one. */
  async localPath(): Promise<string | undefined> {
    if (this.entity.path === null) return undefined;
    const store = await this.#context.artifactStore(this.entity);
    return store.localPath?.(this.entity.path);
  }

  /** The step that wrote it; undefined once its run was deleted. */
  async producer(): Promise<StepView | undefined> {
    if (this.entity.step_id === null) return undefined;
    const step = await this.#context.store.steps.find(this.entity.step_id);
    return step === undefined ? undefined : new StepView(this.#context, step);
  }

  /** Every step that took it as an input, newest first. */
  async consumers(): Promise<StepView[]> {
    const filters = [{ field: "inputs", operator: "has", value: this.entity.id }] as const;
    const found: StepView[] = [];
    for await (const step of this.#context.store.steps.all({ filters })) {
      found.push(new StepView(this.#context, step));
    }
    return found;
  }
}
