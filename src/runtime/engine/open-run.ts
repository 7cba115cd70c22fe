// How a run begins: as a new one, as a new one that takes over steps of another, or as one that was
// executed before and goes on. In each case it is claimed when this returns.
import type { Change } from "../../domain/change.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Run, Runner, RunSource } from "../../domain/entities/run.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { isDone } from "../../domain/status.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { CodeIndex } from "../code-index.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";
import { renderRunName } from "../run-name.js";
import { RunClaim, SYSTEM_CLOCK, claimFields, isExecuted } from "./claim.js";
import type { ClaimClock } from "./claim.js";
import { assertUnchanged } from "./assert-unchanged.js";
import { codeHashes } from "./code-hashes.js";
import { newRun } from "./new-run.js";
import { nodeOf } from "./node-of.js";
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
  /** A run that goes on; absent: a new one. */
  readonly resumes?: Resumed | undefined;
  /** A run whose steps are taken over into the new one, as far as `isTaken` says. */
  readonly repeats?: Repeated | undefined;
}

export interface Resumed {
  /** As it was read. */
  readonly run: Run;
  /** Also when the pipeline is not what it was. */
  readonly acceptsChanges: boolean;
}

export interface Repeated extends Resumed {
  /** Which nodes of the graph are executed whatever was before. */
  readonly isExecuted: (node: string) => boolean;
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
  return parts.resumes === undefined
    ? createRun(pipeline, parts)
    : resumeRun(pipeline, parts.resumes, parts);
}

async function resumeRun(
  pipeline: CompiledPipeline,
  { run: before, acceptsChanges }: Resumed,
  parts: OpenRunParts,
): Promise<OpenedRun> {
  const { store } = parts;
  if (!acceptsChanges) assertUnchanged(before, pipeline, { code: parts.code, verb: "resumed" });
  const run = await claimAgain(before, parts);
  try {
    const version =
      run.pipeline_id === null ? undefined : await store.pipelines.find(run.pipeline_id);
    const registered = version === undefined ? null : { version: version.version, isNew: false };
    return { ...opened(run, parts), registered, restored: await restoreSteps(store, run) };
  } catch (error) {
    await release(before, run, store);
    throw error;
  }
}

async function claimAgain(before: Run, parts: OpenRunParts): Promise<Run> {
  const { store, source, runner, clock = SYSTEM_CLOCK } = parts;
  const set = {
    ...claimFields(source.newId(), runner, clock.now()),
    // That it is under way already was said by somebody who is gone.
    ...(before.status === "running" ? {} : { status: "running" as const }),
    updated: source.now(),
    ended: null,
    failure: null,
    cancel_requested: null,
  };
  const expect = { status: [before.status], runner_id: [before.runner_id] };
  try {
    await store.commit([{ op: "update", resource: "run", id: before.id, set, expect }]);
  } catch (error) {
    if (!isZenError(error, "conflict")) throw error;
    throw isExecuted((await store.runs.find(before.id)) ?? before);
  }
  return { ...before, ...set, status: "running" };
}

/** A run that cannot go on is as it was before somebody tried. */
async function release(before: Run, run: Run, store: ZenStore): Promise<void> {
  const { status, ended, failure, cancel_requested, runner_id, runner, lease_expires } = before;
  const claim = { ended, failure, cancel_requested, runner_id, runner, lease_expires };
  const set = status === "running" ? claim : { ...claim, status };
  const expect = { runner_id: [run.runner_id] };
  const change: Change = { op: "update", resource: "run", id: run.id, set, expect };
  // Why it cannot go on is the news.
  await store.commit([change]).catch(() => undefined);
}

const NAME_ATTEMPTS = 3;

async function createRun(pipeline: CompiledPipeline, parts: OpenRunParts): Promise<OpenedRun> {
  const registered = parts.unlisted ? null : await registerPipeline(parts.store, pipeline);
  const template = pipeline.configuration.run_name ?? pipeline.definition.run_name;
  const taken = await takenSteps(pipeline, parts);
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

async function takenSteps(
  pipeline: CompiledPipeline,
  { store, repeats, code }: OpenRunParts,
): Promise<readonly RestoredStep[]> {
  if (repeats === undefined) return [];
  const { run, isExecuted, acceptsChanges } = repeats;
  const steps = [...(await restoreSteps(store, run)).values()].filter(
    ({ row }) => isDone(row) && !isExecuted(nodeOf(row.name)),
  );
  if (!acceptsChanges) {
    const nodes = new Set(steps.map(({ row }) => nodeOf(row.name)));
    assertUnchanged(run, pipeline, { code, verb: "repeated in part", nodes });
  }
  return steps;
}

function opened(run: Run, parts: OpenRunParts): Pick<OpenedRun, "record" | "claim"> {
  const { store, source, artifactStoreId, clock } = parts;
  const claimed = { id: run.id, name: run.name, runner_id: run.runner_id ?? "" };
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
