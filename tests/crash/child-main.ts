// The process that is killed: runs a shape in a folder, or goes on with it, or tells what is there.
// Answers with a line of JSON.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { localArtifactStore } from "../../src/integrations/local/artifact-store.js";
import { localOrchestrator } from "../../src/integrations/local/orchestrator.js";
import type { Run } from "../../src/domain/entities/run.js";
import { compile } from "../../src/runtime/compile.js";
import { declaredHashes } from "../../src/runtime/declared/declared-hashes.js";
import { runPipeline } from "../../src/runtime/engine/run-pipeline.js";
import { inProcessExecutor } from "../../src/runtime/execution/in-process-executor.js";
import { shownStatus } from "../../src/sdk/running/shown-status.js";
import { thisProcess } from "../../src/sdk/running/this-process.js";
import { createStore } from "../../src/store/local-store.js";
import { openSqlDriver } from "../../src/store/sql/open-sql.js";
import { SqlDriver } from "../../src/store/sql/sql-driver.js";
import { connect } from "../../src/store/sql/sqlite/connection.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { KillSwitch } from "./kill-switch.js";
import { definitionOf } from "./shapes.js";

const USER = "00000000-0000-4000-8000-000000000001";
const PROJECT = "00000000-0000-4000-8000-000000000002";
const STACK = { id: "00000000-0000-4000-8000-000000000003", name: "default" };
const ARTIFACTS = "00000000-0000-4000-8000-000000000004";
const NOW = "2026-01-01T00:00:00.000Z";

const [task = "", shape = "", folder = "", killAt] = process.argv.slice(2);
const point = killAt === undefined ? undefined : Number(killAt);
process.env["EFFECTS"] = join(folder, "effects");
const file = join(folder, "store.db");
const kill = new KillSwitch(join(folder, "killed-at"));

async function prepare(): Promise<unknown> {
  const driver = await openSqlDriver({ file });
  const base = { created: NOW, updated: NOW };
  await driver.write([
    { op: "create", resource: "user", entity: { ...base, id: USER, name: "default" } },
    {
      op: "create",
      resource: "project",
      entity: { ...base, id: PROJECT, name: "default", description: "" },
    },
  ]);
  await driver.close();
  return shape === "cached" ? execute("first") : {};
}

function openStore(): ZenStore {
  const driver = kill.driver(new SqlDriver(kill.connection(connect(file))));
  return createStore(driver, {
    type: "sql",
    url: `sqlite:///${file}`,
    principal: { user_id: USER, user_name: "default", role: "admin" },
    scope: { user_id: USER, project_id: PROJECT },
  });
}

async function execute(name: string, resumed?: Run, opened?: ZenStore): Promise<unknown> {
  const store = opened ?? openStore();
  const root = join(folder, "artifacts");
  const artifactStore = kill.artifacts(localArtifactStore({ root, openFile: kill.openFile }));
  const definition = definitionOf(shape);
  const pipeline = await compile({ ...definition, run_name: name }, { projectRoot: folder });
  const { materializers } = pipeline;
  const executor = inProcessExecutor(pipeline, {
    materializers,
    artifactStore,
    log: () => undefined,
    projectRoot: folder,
  });
  const summary = await runPipeline(pipeline, {
    store,
    stack: STACK,
    orchestrator: localOrchestrator(),
    artifactStore,
    artifactStoreId: ARTIFACTS,
    executor,
    code: {
      partsOf: (step) => ({ code: { [step.name]: "same" }, packages: {}, uncacheable: null }),
    },
    source: { newId: randomUUID, now: () => new Date().toISOString() },
    environment: {},
    runner: thisProcess(),
    listener: () => undefined,
    signal: new AbortController().signal,
    unlisted: false,
    on_failure: "continue",
    declared: (settings) => declaredHashes(settings, { root: folder, env: {} }),
    ...(resumed === undefined ? {} : { resumes: { run: resumed, acceptsChanges: false } }),
  });
  await executor.close();
  await store.close();
  return summary.status;
}

/** As a person would: goes on with the run, or runs the pipeline when no run is there. */
async function resume(): Promise<unknown> {
  // Before it goes on nothing of this process is killed.
  const before = await state();
  kill.arm(point);
  const store = openStore();
  const run = await find(store);
  const shown = run === undefined ? null : shownStatus(run);
  if (shown === "completed") await store.close();
  else await execute("run", run, store);
  kill.arm(undefined);
  return { shown, before, after: await state() };
}

async function find(store: ZenStore): Promise<Run | undefined> {
  const filters = [{ field: "name", operator: "eq", value: "run" }] as const;
  const [found] = (await store.runs.list({ filters })).items;
  return found === undefined ? undefined : store.runs.find(found.id);
}

/** What is recorded, and whether it is whole. */
async function state(): Promise<unknown> {
  const store = openStore();
  const run = await find(store);
  const steps: Record<string, { status: string; outputs: Record<string, string> }> = {};
  const problems: string[] = [];
  const filters = [{ field: "run_id", operator: "eq", value: run?.id ?? "" }] as const;
  const ofSteps = new Set<string>();
  for await (const step of store.steps.all({ filters })) {
    const outputs: Record<string, string> = {};
    for (const [output, id] of Object.entries(step.outputs)) {
      const artifact = await store.artifacts.find(id);
      ofSteps.add(id);
      if (artifact === undefined) problems.push(`${step.name}.${output} has no record`);
      else {
        // A collection names its items by their ids, which differ from run to run.
        outputs[output] = String(artifact.metadata["items_hash"] ?? artifact.content_hash);
        problems.push(...(await bytesProblems(artifact)));
      }
    }
    steps[step.name] = { status: step.status, outputs };
  }
  for await (const { id, name } of store.artifacts.all({ filters })) {
    if (!ofSteps.has(id)) problems.push(`artifact '${name}' belongs to no step`);
  }
  const temporary = join(folder, "artifacts", "tmp");
  await store.close();
  return { status: run?.status ?? null, steps, problems, hasTemporary: existsSync(temporary) };
}

async function bytesProblems(artifact: {
  readonly path: string | null;
  readonly inline: string | null;
  readonly content_hash: string;
  readonly name: string;
}): Promise<string[]> {
  const { path, inline, content_hash, name } = artifact;
  const bytes =
    path === null ? Buffer.from(inline ?? "") : readFileSync(join(folder, "artifacts", path));
  const hash = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  return hash === content_hash ? [] : [`the bytes of artifact '${name}' are not what they were`];
}

/** A run that nobody kills also says which points it came by. */
async function run(): Promise<unknown> {
  kill.arm(point);
  await execute("run");
  const { labels } = kill;
  kill.arm(undefined);
  return { labels, state: await state() };
}

const TASKS: Readonly<Record<string, () => Promise<unknown>>> = { prepare, run, resume };

process.stdout.write(`${JSON.stringify(await TASKS[task]?.())}\n`);
