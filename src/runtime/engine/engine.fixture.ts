// A whole engine on the memory store and a folder, for tests of runs.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localArtifactStore } from "../../integrations/local/artifact-store.js";
import { localOrchestrator } from "../../integrations/local/orchestrator.js";
import type { Entities } from "../../domain/resources.js";
import type { StoreDriver } from "../../store/driver.js";
import { createStore } from "../../store/local-store.js";
import { MemoryDriver } from "../../store/memory/memory-driver.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { CodeIndex, CodeParts } from "../code-index.js";
import { compile } from "../compile.js";
import type { CompileOptions } from "../compile.js";
import { declaredHashes } from "../declared/declared-hashes.js";
import type { PipelineDefinition } from "../definition.js";
import { inProcessExecutor } from "../execution/in-process-executor.js";
import type { RunEvent } from "../run-events.js";
import type { Resumed } from "./open-run.js";
import { runPipeline } from "./run-pipeline.js";
import type { RunSummary } from "./run-pipeline.js";

const USER = "00000000-0000-4000-8000-000000000001";
const PROJECT = "00000000-0000-4000-8000-000000000002";
const STACK = { id: "00000000-0000-4000-8000-000000000003", name: "default" };
const ARTIFACTS = "00000000-0000-4000-8000-000000000004";
const NOW = "2026-01-01T00:00:00.000Z";

export interface Engine {
  readonly store: ZenStore;
  readonly folder: string;
  readonly events: RunEvent[];
  /** Code of steps by definition name; the same for all when not said. */
  readonly code: Map<string, Partial<CodeParts>>;
  run(definition: PipelineDefinition, options?: EngineRun): Promise<RunSummary>;
  steps(run: RunSummary): Promise<Map<string, Entities["step"]>>;
  close(): Promise<void>;
}

export interface EngineRun extends CompileOptions {
  readonly signal?: AbortSignal;
  readonly unlisted?: boolean;
  readonly resumes?: Resumed;
}

export async function openEngine(driver: StoreDriver = new MemoryDriver()): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), "zenml-engine-"));
  const base = { created: NOW, updated: NOW };
  await driver.write([
    { op: "create", resource: "user", entity: { ...base, id: USER, name: "default" } },
    {
      op: "create",
      resource: "project",
      entity: { ...base, id: PROJECT, name: "default", description: "" },
    },
  ]);
  const store = createStore(driver, {
    type: "memory",
    url: "memory:",
    principal: { user_id: USER, user_name: "default", role: "admin" },
    scope: { user_id: USER, project_id: PROJECT },
  });
  const artifactStore = localArtifactStore({ root: folder });
  const events: RunEvent[] = [];
  const code = new Map<string, Partial<CodeParts>>();
  const index: CodeIndex = {
    partsOf: ({ name }) => ({
      code: { [name]: "same" },
      packages: {},
      uncacheable: null,
      ...code.get(name),
    }),
  };
  const run = async (definition: PipelineDefinition, options: EngineRun = {}) => {
    const pipeline = await compile(definition, options);
    const { materializers } = pipeline;
    const { signal = new AbortController().signal, unlisted = false, resumes } = options;
    const listener = (event: RunEvent) => void events.push(event);
    const log = (line: Extract<RunEvent, { type: "log" }>["line"]) =>
      listener({ type: "log", line });
    const executor = inProcessExecutor(pipeline, {
      materializers,
      artifactStore,
      log,
      projectRoot: folder,
    });
    try {
      return await runPipeline(pipeline, {
        store,
        stack: STACK,
        orchestrator: localOrchestrator(),
        artifactStore,
        artifactStoreId: ARTIFACTS,
        executor,
        code: index,
        source: { newId: () => crypto.randomUUID(), now: () => new Date().toISOString() },
        environment: {},
        runner: { host: "here", process_id: 1, process_started: NOW },
        listener,
        signal,
        unlisted,
        resumes,
        on_failure: "continue",
        declared: (settings) => declaredHashes(settings, { root: folder, env: {} }),
      });
    } finally {
      await executor.close();
    }
  };
  const steps = async (summary: RunSummary) => {
    const found = new Map<string, Entities["step"]>();
    const filters = [{ field: "run_id", operator: "eq", value: summary.id }] as const;
    for await (const { id, name } of store.steps.all({ filters })) {
      found.set(name, await store.steps.get(id));
    }
    return found;
  };
  return {
    store,
    folder,
    events,
    code,
    run,
    steps,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
