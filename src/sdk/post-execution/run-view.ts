import { ZenError } from "../../domain/errors.js";
import type { Summary } from "../../domain/resources.js";
import { STEP } from "../../runtime/definition.js";
import type { StepDefinition } from "../../runtime/definition.js";
import type { ShownStatus } from "../running/shown-status.js";
import type { Ref } from "../types/ref.js";
import { nearest } from "../../util/nearest.js";
import { isReadable } from "../artifacts/is-readable.js";
import { explainRun } from "../caching/explain-run.js";
import type { ExplainedStep } from "../caching/explain-run.js";
import type { ReadingContext } from "./reading-context.js";
import { StepView } from "./step-view.js";

/** One run of a pipeline, as it was recorded. */
export class RunView {
  readonly #context: ReadingContext;
  readonly entity: Summary<"run">;
  /** `interrupted` when it is recorded as running and whoever executed it is gone. */
  readonly status: ShownStatus;

  constructor(
    context: ReadingContext,
    entity: Summary<"run">,
    status: ShownStatus = entity.status,
  ) {
    this.#context = context;
    this.entity = entity;
    this.status = status;
  }

  get id(): string {
    return this.entity.id;
  }

  get name(): string {
    return this.entity.name;
  }

  get parameters(): Summary<"run">["parameters"] {
    return this.entity.parameters;
  }

  get stack(): string {
    return this.entity.stack_name;
  }

  /** When it was created, as a time of this machine. */
  get created(): Date {
    return new Date(this.entity.created);
  }

  /** Steps and maps in the order of the graph; what a map's items are is asked of the map: `items()`. */
  async steps(): Promise<StepView[]> {
    const views: StepView[] = [];
    const query = {
      filters: [
        { field: "run_id", operator: "eq", value: this.id },
        { field: "map_name", operator: "eq", value: null },
      ],
      sort: { field: "position", direction: "asc" },
    } as const;
    for await (const step of this.#context.store.steps.all(query)) {
      views.push(new StepView(this.#context, step));
    }
    return views;
  }

  async stepNames(): Promise<string[]> {
    return (await this.steps()).map((step) => step.name);
  }

  /**
   * By the step itself: its outputs read back typed. Its first invocation; others have numbered names.
   * Errors: `not_found`, naming the steps that there are.
   */
  async step<Handle extends StepHandle>(step: Handle): Promise<StepView<OutputsOf<Handle>>>;
  /** By name of the invocation, e.g. `train_2`, or `train[3]` of a map's item. */
  async step(name: string): Promise<StepView>;
  async step(which: string | StepHandle): Promise<StepView> {
    const name = typeof which === "string" ? which : which[STEP].name;
    const filters = [
      { field: "run_id", operator: "eq", value: this.id },
      { field: "name", operator: "eq", value: name },
    ] as const;
    const found = (await this.#context.store.steps.list({ filters, limit: 1 })).items[0];
    if (found !== undefined) return new StepView(this.#context, found);
    const names = await this.stepNames();
    const close = nearest(name, names);
    throw new ZenError("not_found", `Run '${this.name}' has no step '${name}'.`, {
      hint: close === undefined ? `Its steps: ${names.join(", ")}.` : `Did you mean '${close}'?`,
    });
  }

  /** Of each step, why it was executed or served from the cache. */
  async why(): Promise<ExplainedStep[]> {
    const { store, artifactStore } = this.#context;
    return explainRun(await store.runs.get(this.id), {
      store,
      isReadable: (artifact) => isReadable(artifact, artifactStore),
    });
  }

  /** Everything that was recorded, with graph, configuration and environment. */
  details() {
    return this.#context.store.runs.get(this.id);
  }
}

/** Any `step()` object. */
export interface StepHandle {
  (...args: never): unknown;
  readonly [STEP]: StepDefinition;
}

/** What a step's outputs read back as: its only one is named `output`. */
export type OutputsOf<Handle extends StepHandle> =
  ReturnType<Handle> extends Ref<infer Value>
    ? { readonly output: Value }
    : {
        readonly [Name in keyof ReturnType<Handle> & string]: ReturnType<Handle>[Name] extends Ref<
          infer Value
        >
          ? Value
          : unknown;
      };
