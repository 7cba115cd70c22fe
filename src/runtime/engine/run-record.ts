// What the store is told about a run: rows made from a graph, and the changes of each move.
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { Change, Create } from "../../domain/change.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Failure, Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { GraphStep } from "../../domain/graph.js";
import type { Status } from "../../domain/status.js";
import { statesBefore } from "../../domain/status.js";
import type { StoreScope } from "../../store/zen-store.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";

/** Where ids and times come from. */
export interface Source {
  readonly newId: () => string;
  /** Now, in ISO 8601 UTC with milliseconds. */
  readonly now: () => string;
}

export interface RunHeader {
  readonly id: string;
  readonly name: string;
  readonly pipeline_id: string | null;
  readonly stack: { readonly id: string; readonly name: string };
  readonly environment: JsonRecord;
}

export class RunRecord {
  readonly run: Run;
  readonly #source: Source;
  readonly #scope: StoreScope;
  readonly #artifactStoreId: string;

  constructor(
    pipeline: CompiledPipeline,
    header: RunHeader,
    parts: {
      readonly source: Source;
      readonly scope: StoreScope;
      readonly artifactStoreId: string;
    },
  ) {
    this.#source = parts.source;
    this.#scope = { user_id: parts.scope.user_id, project_id: parts.scope.project_id };
    this.#artifactStoreId = parts.artifactStoreId;
    this.run = this.#newRun(pipeline, header);
  }

  /** The run. Its steps have no rows before something happens to them: that they wait is in the graph. */
  created(): Change[] {
    return [{ op: "create", resource: "run", entity: this.run }];
  }

  /** The row of a step that nothing has happened to yet. */
  newStep(step: GraphStep, position: number): StepRun {
    const now = this.#source.now();
    return {
      id: this.#source.newId(),
      created: now,
      updated: now,
      project_id: this.#scope.project_id,
      user_id: this.#scope.user_id,
      run_id: this.run.id,
      name: step.name,
      step_name: step.step,
      position,
      status: "pending",
      attempt: 1,
      started: null,
      ended: null,
      duration_ms: null,
      upstream: step.upstream,
      parameters: step.params,
      inputs: {},
      outputs: {},
      cache_key: null,
      original_step_id: null,
      failure: null,
      metadata: {},
      cache_parts: null,
      map_name: null,
      item_index: null,
    };
  }

  /** A step that something happens to for the first time. */
  createStep(step: StepRun, status: Status, set: Partial<StepRun>): Create<"step"> {
    return { op: "create", resource: "step", entity: { ...step, ...set, status } };
  }

  /** Moves the run; refused by the store when its state does not allow the move. */
  moveRun(to: Status, set: Partial<Run>): Change {
    return {
      op: "update",
      resource: "run",
      id: this.run.id,
      set: { ...set, status: to, updated: this.#source.now() },
      expect: { status: statesBefore(to) },
    };
  }

  /** Moves a step; refused by the store when its state does not allow the move. */
  moveStep(step: StepRun, to: Status, set: Partial<StepRun>): Change {
    return {
      op: "update",
      resource: "step",
      id: step.id,
      set: { ...set, status: to, updated: this.#source.now() },
      expect: { status: statesBefore(to) },
    };
  }

  newArtifact(step: StepRun, name: string, value: StoredContent): Artifact {
    const now = this.#source.now();
    // Written out, here and in `newStep`: spreading first and adding to it takes 20 times as long.
    return {
      id: this.#source.newId(),
      created: now,
      updated: now,
      project_id: this.#scope.project_id,
      user_id: this.#scope.user_id,
      name,
      step_id: step.id,
      run_id: step.run_id,
      artifact_store_id: value.path === null ? null : this.#artifactStoreId,
      materializer: value.materializer,
      data_type: value.data_type,
      media_type: value.media_type,
      content_hash: value.content_hash,
      size: value.size,
      path: value.path,
      metadata: value.metadata,
      preview: value.preview,
      inline: value.inline,
    };
  }

  #newRun(pipeline: CompiledPipeline, header: RunHeader): Run {
    const now = this.#source.now();
    return {
      ...this.#scope,
      id: header.id,
      created: now,
      updated: now,
      name: header.name,
      pipeline_id: header.pipeline_id,
      pipeline_name: pipeline.graph.name,
      stack_id: header.stack.id,
      stack_name: header.stack.name,
      status: "running",
      started: now,
      ended: null,
      step_count: pipeline.graph.steps.length,
      parameters: pipeline.graph.params,
      failure: null,
      environment: header.environment,
      configuration: toJson(pipeline.configuration),
      graph: pipeline.graph,
      source: null,
      original_run_id: null,
      schedule_id: null,
      runner_id: null,
      runner: null,
      lease_expires: null,
      cancel_requested: null,
    };
  }
}

/** A configuration without the keys that are not said. */
function toJson(configuration: CompiledPipeline["configuration"]): JsonRecord {
  const said = Object.entries(configuration).filter(([, value]) => value !== undefined);
  return JSON.parse(JSON.stringify(Object.fromEntries(said)));
}

/** The failure of a run is that of its first failed step. */
export function runFailure(failures: readonly Failure[]): Failure | null {
  return failures[0] ?? null;
}
