// Runs, steps and artifacts as the engine records them, written by hand for tests of what reads them.
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { CreateInput, ZenStore } from "../../store/zen-store.js";

export type StepInput = Partial<CreateInput<"step">> & { readonly name: string };

/** Writes rows into a store; ids and times of creation are the store's. */
export class History {
  readonly #store: ZenStore;

  constructor(store: ZenStore) {
    this.#store = store;
  }

  run(name: string, set: Partial<CreateInput<"run">> = {}): Promise<Run> {
    const pipeline_name = set.pipeline_name ?? "training";
    return this.#store.runs.create({
      name,
      pipeline_name,
      stack_name: "default",
      status: "completed",
      step_count: 1,
      parameters: {},
      environment: {},
      configuration: {},
      graph: {
        ...{ version: 1, name: pipeline_name, description: null, params: {}, enable_cache: true },
        ...{ settings: {}, extra: {}, steps: [] },
      },
      ...set,
    });
  }

  step(run: Run, { name, ...set }: StepInput): Promise<StepRun> {
    const ended = new Date().toISOString();
    return this.#store.steps.create({
      name,
      run_id: run.id,
      step_name: name.replace(/\[\d+\]/g, ""),
      ...{ position: 0, status: "completed", attempt: 1, started: ended, ended, duration_ms: 1 },
      ...{ upstream: [], parameters: {}, inputs: {}, outputs: {}, metadata: {} },
      ...set,
    });
  }

  /** Small text, kept in the record. */
  artifact(name: string, set: Partial<CreateInput<"artifact">> = {}): Promise<Artifact> {
    return this.#store.artifacts.create({
      name,
      ...{ materializer: "json", data_type: "number", media_type: "application/json" },
      ...{ content_hash: `sha256:${"0".repeat(64)}`, size: 1, metadata: {} },
      ...(set.path === undefined ? { inline: "1" } : {}),
      ...set,
    });
  }

  /** A step that made one artifact, named `output`. */
  async made(run: Run, step: StepInput, artifact: Partial<CreateInput<"artifact">> = {}) {
    const id = crypto.randomUUID();
    const row = await this.step(run, { ...step, outputs: { output: id } });
    const made = await this.artifact("output", {
      ...artifact,
      ...{ id, run_id: run.id, step_id: row.id },
    });
    return { step: row, artifact: made };
  }
}
