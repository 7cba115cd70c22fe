// What the store is told about a run: rows made from a graph, and the changes of each move.
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { Change, Create } from "../../domain/change.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Failure, Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { GraphStep } from "../../domain/graph.js";
import type { Summary } from "../../domain/resources.js";
import type { Status } from "../../domain/status.js";
import { statesBefore } from "../../domain/status.js";
import { ItemIds } from "./item-ids.js";
import type { StoreScope } from "../../store/zen-store.js";

/** Where ids and times come from. */
export interface Source {
  readonly newId: () => string;
  /** Now, in ISO 8601 UTC with milliseconds. */
  readonly now: () => string;
  /** Resolves after that many milliseconds, or once the signal aborts; default: by the clock. */
  readonly wait?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** What a row repeats of the graph: of a step, or of a map. */
export type InvokedStep = Pick<GraphStep, "step" | "upstream" | "params">;

/** Which execution of a step of the graph a row is about. */
export interface Invocation {
  readonly name: string;
  readonly position: number;
  readonly map_name: string | null;
  readonly item_index: number | null;
}

export interface RecordParts {
  readonly source: Source;
  readonly scope: StoreScope;
  readonly artifactStoreId: string;
}

export class RunRecord {
  readonly run: Run;
  readonly #source: Source;
  readonly #scope: StoreScope;
  readonly #artifactStoreId: string;
  readonly #itemIds: ItemIds;

  /** Steps have no rows before something happens to them: that they wait is in the graph. */
  constructor(run: Run, parts: RecordParts) {
    this.run = run;
    this.#source = parts.source;
    this.#scope = { user_id: parts.scope.user_id, project_id: parts.scope.project_id };
    this.#artifactStoreId = parts.artifactStoreId;
    this.#itemIds = new ItemIds(parts.source.newId);
  }

  #newId(map: string | null): string {
    return map === null ? this.#source.newId() : this.#itemIds.next();
  }

  /** The row of a step that nothing has happened to yet. */
  newStep(step: InvokedStep, { name, position, map_name, item_index }: Invocation): StepRun {
    const now = this.#source.now();
    return {
      id: this.#newId(map_name),
      created: now,
      updated: now,
      project_id: this.#scope.project_id,
      user_id: this.#scope.user_id,
      run_id: this.run.id,
      name,
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
      map_name,
      item_index,
    };
  }

  /** The row of a step whose outputs are those of another run's. */
  adoptedStep(original: Summary<"step">): StepRun {
    const now = this.#source.now();
    return {
      ...original,
      id: this.#source.newId(),
      created: now,
      updated: now,
      project_id: this.#scope.project_id,
      user_id: this.#scope.user_id,
      run_id: this.run.id,
      status: "cached",
      attempt: 1,
      started: now,
      ended: now,
      original_step_id: original.original_step_id ?? original.id,
      cache_parts: null,
    };
  }

  /** A step that something happens to for the first time. */
  createStep(step: StepRun, status: Status, set: Partial<StepRun>): Create<"step"> {
    return { op: "create", resource: "step", entity: { ...step, ...set, status } };
  }

  /** Moves the run; refused by the store when its state does not allow the move, or when somebody else executes it. */
  moveRun(to: Status, set: Partial<Run>): Change {
    return {
      op: "update",
      resource: "run",
      id: this.run.id,
      set: { ...set, status: to, updated: this.#source.now() },
      expect: { status: statesBefore(to), runner_id: [this.run.runner_id] },
    };
  }

  /** Moves a step; refused by the store when its state does not allow the move, or when another attempt is under way. */
  moveStep(step: StepRun, to: Status, set: Partial<StepRun>): Change {
    return {
      op: "update",
      resource: "step",
      id: step.id,
      set: { ...set, status: to, updated: this.#source.now() },
      expect: { status: statesBefore(to), attempt: [step.attempt] },
    };
  }

  /** A step that the store has a row of begins its next attempt. */
  beginAgain(step: StepRun, set: Partial<StepRun>): Change {
    const again = { ...set, updated: this.#source.now() };
    // That it is under way already was said by somebody who is gone.
    const moved = step.status === "running" ? again : { ...again, status: "running" as const };
    const before = step.status === "running" ? ["running" as const] : statesBefore("running");
    return {
      op: "update",
      resource: "step",
      id: step.id,
      set: moved,
      expect: { status: before, attempt: [step.attempt] },
    };
  }

  newArtifact(step: StepRun, name: string, value: StoredContent): Artifact {
    const now = this.#source.now();
    // Written out, here and in `newStep`: spreading first and adding to it takes 20 times as long.
    return {
      id: this.#newId(step.map_name),
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
}

/** The failure of a run is that of its first failed step. */
export function runFailure(failures: readonly Failure[]): Failure | null {
  return failures[0] ?? null;
}
