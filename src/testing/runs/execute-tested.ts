// One process that executes a run of a test: the engine between a store, an artifact store and an executor
// whose faults are those of the test.
import type { Run } from "../../domain/entities/run.js";
import type { Summary } from "../../domain/resources.js";
import type { CompiledPipeline } from "../../runtime/compiled-pipeline.js";
import { declaredHashes } from "../../runtime/declared/declared-hashes.js";
import { runPipeline } from "../../runtime/engine/run-pipeline.js";
import type { RunParts } from "../../runtime/engine/run-pipeline.js";
import { withExternalCode } from "../../runtime/foreign/external-code.js";
import { runPipelineHooks } from "../../runtime/hooks/pipeline-hooks.js";
import type { RunEvent } from "../../runtime/run-events.js";
import type { LogLine } from "../../runtime/step-task.js";
import { trackedExecutor } from "../../runtime/tracking/tracked-executor.js";
import type { ExperimentTracker } from "../../stack/experiment-tracker.js";
import { Activity } from "./activity.js";
import type { FaultPlan } from "./fault-plan.js";
import { faultyArtifactStore } from "./faulty-artifact-store.js";
import { faultyDriver } from "./faulty-driver.js";
import { FaultyExecutor } from "./faulty-executor.js";
import type { TestPlace } from "./test-place.js";
import { TestProcess } from "./test-process.js";
import { TestedRun } from "./tested-run.js";

export interface TestedParts {
  readonly place: TestPlace;
  readonly plan: FaultPlan;
  readonly signal: AbortSignal;
  readonly resumes: RunParts["resumes"];
}

/** Errors: those of the engine that are no fault of the test. */
export async function executeTested(
  pipeline: CompiledPipeline,
  parts: TestedParts,
): Promise<TestedRun> {
  const { place, plan, resumes } = parts;
  const { clock } = place;
  const activity = new Activity(clock);
  const process = new TestProcess({ plan, clock, activity });
  const events: RunEvent[] = [];
  let error: unknown;
  try {
    await execute(pipeline, { ...parts, activity, process, events });
  } catch (thrown) {
    if (!process.isOfFault(thrown)) throw thrown;
    error = process.isDead ? undefined : thrown;
  } finally {
    activity.close();
  }
  const id = resumes?.run.id ?? startedRun(events);
  // Nothing of it was recorded: the fault is all that there is to tell.
  if (id === undefined) throw error ?? process.signal.reason;
  return readBack(pipeline, place, { id, events, error });
}

interface Execution extends TestedParts {
  readonly activity: Activity;
  readonly process: TestProcess;
  readonly events: RunEvent[];
}

async function execute(pipeline: CompiledPipeline, parts: Execution): Promise<void> {
  const { place, activity, process, events, resumes } = parts;
  const { clock, root, driver, orchestrator, stack, artifactStoreId } = place;
  const signal = AbortSignal.any([parts.signal, process.signal]);
  const listener = (event: RunEvent): void => void events.push(event);
  const log = (line: LogLine): void =>
    listener({ type: "log", line: { ...line, time: clock.time() } });
  const artifactStore = faultyArtifactStore(place.artifactStore, process);
  const { materializers } = pipeline;
  const openTracker = async () => noTracker;
  const surroundings = { materializers, artifactStore, log, projectRoot: root, openTracker };
  const executor = trackedExecutor({
    executor: new FaultyExecutor({ pipeline, surroundings, process, clock, activity }),
    steps: pipeline.graph.steps,
    tracker: noTracker,
    flavor: "test",
    projectRoot: root,
    warn: () => undefined,
  });
  try {
    const summary = await runPipeline(pipeline, {
      store: place.storeOn(faultyDriver(driver, process)),
      ...{ stack, orchestrator, artifactStore, artifactStoreId, executor, listener, signal },
      code: await codeOf(pipeline, { place, log, signal }),
      source: {
        newId: () => crypto.randomUUID(),
        now: clock.now,
        wait: (time, until) => activity.during(() => clock.wait(time, until)),
      },
      environment: {},
      runner: { host: "test", process_id: 1, process_started: clock.now() },
      clock: { now: clock.time, elapsed: () => 0 },
      unlisted: false,
      on_failure: pipeline.graph.failure_policy ?? "continue",
      declared: (settings) =>
        activity.during(() => declaredHashes(settings, { root, env: globalThis.process.env })),
      resumes,
    });
    const { id, name } = summary;
    const ended = { ...summary, run: { id, name } };
    await runPipelineHooks(pipeline.definition, ended, { log, signal, projectRoot: root });
  } finally {
    await executor.close();
  }
}

/** What steps record stays in their metadata. */
const noTracker: ExperimentTracker = {
  begin: async ({ step, attempt }) => ({ id: `${step.name}-${attempt}` }),
  record: async () => undefined,
  end: async () => undefined,
};

function codeOf(
  pipeline: CompiledPipeline,
  { place, log, signal }: { place: TestPlace; log: (line: LogLine) => void; signal: AbortSignal },
): ReturnType<typeof withExternalCode> {
  return withExternalCode(place.code, pipeline.steps.values(), {
    projectRoot: place.root,
    env: globalThis.process.env,
    log: (step, text) => log({ step, stream: "log", text, time: 0 }),
    signal,
  });
}

function startedRun(events: readonly RunEvent[]): string | undefined {
  const started = events.find((event) => event.type === "run_started");
  return started?.run.id;
}

async function readBack(
  { materializers }: CompiledPipeline,
  { store, artifactStore }: TestPlace,
  ended: { readonly id: string; readonly events: readonly RunEvent[]; readonly error: unknown },
): Promise<TestedRun> {
  const { id, events, error } = ended;
  const run: Run = await store.runs.get(id);
  const rows: Summary<"step">[] = [];
  const filters = [{ field: "run_id", operator: "eq", value: id }] as const;
  const sort = { field: "position", direction: "asc" } as const;
  for await (const row of store.steps.all({ filters, sort, limit: 1000 })) rows.push(row);
  rows.sort((left, right) => left.position - right.position || itemOf(left) - itemOf(right));
  const context = { store, materializers, artifactStore: async () => artifactStore };
  return new TestedRun({ context, run, rows, events, error });
}

/** A map's own row comes before those of its items. */
function itemOf({ item_index }: Summary<"step">): number {
  return item_index ?? -1;
}
