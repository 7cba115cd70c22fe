// Walks a graph as a run does, but executes nothing and writes nothing: a step that the cache has nothing
// for is taken to put out what it did in the recorded run.
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { Change } from "../../domain/change.js";
import type { Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { CodeIndex } from "../../runtime/code-index.js";
import type { CompiledPipeline } from "../../runtime/compiled-pipeline.js";
import { CacheLookup } from "../../runtime/engine/cache-lookup.js";
import { GraphRunner } from "../../runtime/engine/graph-runner.js";
import { RunRecord } from "../../runtime/engine/run-record.js";
import type { StepRunnerParts } from "../../runtime/engine/step-runner-parts.js";
import type { StepExecutor } from "../../runtime/execution/executor.js";
import { Journal } from "../../runtime/journal/journal.js";
import { resolveExternals } from "../../runtime/references/external-inputs.js";
import type { Orchestrator } from "../../stack/orchestrator.js";
import type { ZenStore } from "../../store/zen-store.js";
import { overlay } from "./overlay.js";
import type { RecordedSteps } from "./recorded-steps.js";

export interface DryRunParts {
  readonly run: Run;
  readonly recorded: RecordedSteps;
  readonly store: ZenStore;
  readonly artifactStore: ArtifactStore;
  readonly artifactStoreId: string;
  readonly orchestrator: Orchestrator;
  readonly code: CodeIndex;
  readonly declared: StepRunnerParts["declared"];
  readonly now: () => string;
}

/** The rows that a run would have now, in the order in which they came to be. */
export async function dryRun(
  pipeline: CompiledPipeline,
  parts: DryRunParts,
): Promise<readonly StepRun[]> {
  const { run, store, orchestrator, code, declared, now, artifactStoreId } = parts;
  const artifactStore = overlay(parts.artifactStore);
  const rows = new Map<string, StepRun>();
  const journal = new Journal({ commit: async (changes) => note(changes, rows) });
  const source = { now, newId: () => crypto.randomUUID() };
  const cache = new CacheLookup(store, parts.artifactStore, now);
  const graph = withoutRetries(pipeline.graph);
  if (graph.enable_cache) await cache.prefetch(graph.name, "");
  const { signal } = new AbortController();
  const externals = await resolveExternals(graph, { store, artifactStoreId });
  const runner = new GraphRunner({
    ...{ store, artifactStore, code, declared, now, journal, cache, signal },
    externals,
    pipeline: { ...pipeline, graph },
    record: new RunRecord(run, { source, scope: store.scope, artifactStoreId }),
    executor: recalling(parts.recorded),
    restored: new Map(),
    wait: async () => undefined,
    random: () => 0,
    listener: () => undefined,
  });
  await orchestrator.run({
    ...{ graph, signal, on_failure: "continue" },
    finished: new Map(),
    execute: (step) => runner.execute(step),
    skip: (step) => runner.skip(step),
  });
  await journal.end([]);
  return [...rows.values()];
}

function note(changes: readonly Change[], rows: Map<string, StepRun>): void {
  for (const change of changes) {
    if (change.resource !== "step" || change.op === "delete") continue;
    if (change.op === "create") rows.set(change.entity.id, change.entity);
    else {
      const row = rows.get(change.id);
      if (row !== undefined) rows.set(row.id, { ...row, ...change.set });
    }
  }
}

/** What a step puts out that is new, or that did not finish, nobody knows: it counts as failed. */
function recalling(recorded: RecordedSteps): StepExecutor {
  return {
    execute: async (task) => {
      const outputs = await recorded.outputsOf(task.step.name);
      const isFitting =
        outputs !== undefined && Object.keys(outputs).every((name) => name in task.outputs);
      if (isFitting) return { status: "completed", outputs, metadata: {}, duration_ms: 0 };
      const unknown = { name: "Unknown", message: "its output is not known" };
      const failure = { ...unknown, step: task.step.name, location: null, stack: null };
      return { status: "failed", failure, duration_ms: 0 };
    },
    close: async () => undefined,
  };
}

/** What is not known of one item says nothing about the others. */
function withoutRetries(graph: CompiledPipeline["graph"]): CompiledPipeline["graph"] {
  const steps = graph.steps.map(({ retry: _retry, ...step }) => step);
  const maps = graph.maps?.map((map) => ({ ...map, failure_policy: "continue" as const }));
  return { ...graph, steps, ...(maps === undefined ? {} : { maps }) };
}
