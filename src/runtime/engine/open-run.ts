// How a run begins: as a new one, as a new one that takes over steps of another, or as one that was
// executed before and goes on. In each case it is claimed when this returns.
import type { Change } from "../../domain/change.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Run, Runner, RunSource } from "../../domain/entities/run.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { CodeIndex } from "../code-index.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";
import { renderRunName } from "../run-name.js";
import { RunClaim, SYSTEM_CLOCK, claimFields } from "./claim.js";
import type { ClaimClock } from "./claim.js";
import { codeHashes } from "./code-hashes.js";
import { newRun } from "./new-run.js";
import { registerPipeline } from "./register-pipeline.js";
import { restoreSteps } from "./restore.js";
import type { RestoredStep, RestoredSteps } from "./restored-step.js";
import { RunRecord } from "./run-record.js";
import type { Source } from "./run-record.js";
import { takeOver } from "./take-over.js";

export interface OpenRunParts {
  readonly store: ZenStore;
  readonly stack: { readonly id: string; readonly name: string };
  readonly artifactStoreId: string;
  readonly code: CodeIndex;
  readonly source: Source;
  readonly environment: JsonRecord;
  /** Not recorded under a pipeline. */
  readonly unlisted: boolean;
  /** Who executes it. */
  readonly runner: Runner;
  readonly clock?: ClaimClock | undefined;
  /** Where its code is found again when it is resumed. */
  readonly origin?: Omit<RunSource, "code"> | undefined;
  /** Params that were given beside the pipeline's configuration. */
  readonly params?: JsonRecord | undefined;
  readonly schedule_id?: string | undefined;
  /** A run that goes on, as it was read; absent: a new one. */
  readonly resumes?: Run | undefined;
  /** A run whose steps are taken over into the new one, as far as `isTaken` says. */
  readonly repeats?: Repeated | undefined;
}

export interface Repeated {
  readonly run: { readonly id: string; readonly name: string };
  readonly isTaken: (step: RestoredStep) => boolean;
}

export interface RegisteredVersion {
  readonly version: number;
  readonly isNew: boolean;
}

export interface OpenedRun {
  readonly record: RunRecord;
  readonly claim: RunClaim;
  /** The version of the pipeline; null when unlisted. */
  readonly registered: RegisteredVersion | null;
  readonly restored: RestoredSteps;
}

/**
 * Errors: `entity_exists` when the name is taken; `conflict` when somebody else executes the run;
 * `artifact_unreadable` when what it needs of before was deleted.
 */
export function openRun(pipeline: CompiledPipeline, parts: OpenRunParts): Promise<OpenedRun> {
  return parts.resumes === undefined ? createRun(pipeline, parts) : resumeRun(parts.resumes, parts);
}

async function resumeRun(before: Run, parts: OpenRunParts): Promise<OpenedRun> {
  const { store, source, clock = SYSTEM_CLOCK } = parts;
  const now = source.now();
  const set = {
    ...claimFields(source.newId(), parts.runner, clock.now()),
    status: "running" as const,
    updated: now,
    ended: null,
    failure: null,
    cancel_requested: null,
  };
  // Read before it is claimed, so that a run whose outputs are gone stays as it is.
  const restored = await restoreSteps(store, before);
  const expect = { status: [before.status], runner_id: [before.runner_id] };
  await store.commit([{ op: "update", resource: "run", id: before.id, set, expect }]);
  const run: Run = { ...before, ...set };
  const version =
    run.pipeline_id === null ? undefined : await store.pipelines.find(run.pipeline_id);
  const registered = version === undefined ? null : { version: version.version, isNew: false };
  return { ...opened(run, parts), registered, restored };
}

const NAME_ATTEMPTS = 3;

async function createRun(pipeline: CompiledPipeline, parts: OpenRunParts): Promise<OpenedRun> {
  const registered = parts.unlisted ? null : await registerPipeline(parts.store, pipeline);
  const template = pipeline.configuration.run_name ?? pipeline.definition.run_name;
  const taken = await takenSteps(parts);
  const source =
    parts.origin === undefined ? null : { ...parts.origin, code: codeHashes(pipeline, parts.code) };
  for (let attempt = 1; ; attempt++) {
    const name = renderRunName(template, { pipeline: pipeline.graph.name });
    const header = { name, source, pipeline_id: registered?.id ?? null };
    const made = opened(headed(pipeline, parts, header), parts);
    const adopted = takeOver(taken, made.record);
    const created: Change = { op: "create", resource: "run", entity: made.record.run };
    try {
      await parts.store.commit([created, ...adopted.changes]);
      return { ...made, registered, restored: adopted.restored };
    } catch (error) {
      if (!isZenError(error, "entity_exists")) throw error;
      // A name that the clock makes will be another one next time; one that a person gave will not.
      if (!/\{(date|time)\}/.test(template ?? "{time}") || attempt === NAME_ATTEMPTS) {
        throw nameTaken(name, error);
      }
    }
  }
}

function headed(
  pipeline: CompiledPipeline,
  parts: OpenRunParts,
  header: Pick<Run, "name" | "source" | "pipeline_id">,
): Run {
  const { source, clock = SYSTEM_CLOCK } = parts;
  return newRun(pipeline, {
    ...header,
    id: source.newId(),
    original_run_id: parts.repeats?.run.id ?? null,
    schedule_id: parts.schedule_id ?? null,
    stack: parts.stack,
    environment: parts.environment,
    params: parts.params ?? {},
    claim: claimFields(source.newId(), parts.runner, clock.now()),
    scope: parts.store.scope,
    now: source.now(),
  });
}

async function takenSteps({ store, repeats }: OpenRunParts): Promise<readonly RestoredStep[]> {
  if (repeats === undefined) return [];
  const steps = await restoreSteps(store, repeats.run);
  return [...steps.values()].filter(repeats.isTaken);
}

function opened(run: Run, parts: OpenRunParts): Pick<OpenedRun, "record" | "claim"> {
  const { store, source, artifactStoreId, clock } = parts;
  const claimed = {
    id: run.id,
    name: run.name,
    runner_id: run.runner_id ?? "",
    updated: run.updated,
  };
  return {
    record: new RunRecord(run, { source, scope: store.scope, artifactStoreId }),
    claim: new RunClaim(store, claimed, clock),
  };
}

function nameTaken(name: string, cause: unknown): ZenError {
  return new ZenError("entity_exists", `A run named '${name}' exists already.`, {
    hint: `Give another name, or one with a placeholder: --name '${name}-{date}-{time}'`,
    cause,
  });
}
