// One round of `store`; the folder to work in is its argument.
import { join } from "node:path";
import type { Change } from "../src/domain/change.js";
import type { Artifact } from "../src/domain/entities/artifact.js";
import type { Run } from "../src/domain/entities/run.js";
import type { StepRun } from "../src/domain/entities/step.js";
import { ensureDefaults } from "../src/store/bootstrap.js";
import { createStore } from "../src/store/local-store.js";
import { openSqlDriver } from "../src/store/sql/open-sql.js";
import type { SqlDriver } from "../src/store/sql/sql-driver.js";
import type { ZenStore } from "../src/store/zen-store.js";
import { newRun, writeRuns } from "./runs.js";

const [folder = "."] = process.argv.slice(2);
const now = (): string => new Date().toISOString();
const newId = (): string => crypto.randomUUID();

interface Session {
  readonly store: ZenStore;
  readonly driver: SqlDriver;
}

async function session(name: string, synchronous: "normal" | "full" = "normal"): Promise<Session> {
  const driver = await openSqlDriver({ file: join(folder, `${name}.db`), synchronous });
  const { user, project } = await ensureDefaults(driver, { now, newId });
  const principal = { user_id: user.id, user_name: user.name, role: "admin" } as const;
  const scope = { user_id: user.id, project_id: project.id };
  const store = createStore(driver, { type: "sql", url: "", principal, scope, now, newId });
  return { store, driver };
}

function newStep(store: ZenStore, run: Run, position: number): StepRun {
  return {
    ...store.scope,
    id: newId(),
    created: run.created,
    updated: run.created,
    run_id: run.id,
    name: `step_${position}`,
    step_name: "step",
    position,
    status: "running",
    attempt: 1,
    started: null,
    ended: null,
    duration_ms: null,
    upstream: position === 0 ? [] : [`step_${position - 1}`],
    parameters: {},
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

function newArtifact(store: ZenStore, step: StepRun): Artifact {
  const created = now();
  return {
    ...store.scope,
    id: newId(),
    created,
    updated: created,
    name: "output",
    step_id: step.id,
    run_id: step.run_id,
    artifact_store_id: null,
    materializer: "json",
    data_type: "number",
    media_type: "application/json",
    content_hash: `sha256:${step.id}`,
    size: 12,
    path: null,
    metadata: {},
    preview: "42",
    inline: "42",
  };
}

/** What the engine commits when a step has ended. */
function ended(store: ZenStore, step: StepRun, input: string | undefined): Change[] {
  const artifact = newArtifact(store, step);
  const set: Partial<StepRun> = {
    inputs: input === undefined ? {} : { input },
    cache_key: `sha256:${step.id}`,
    ended: now(),
    duration_ms: 0.1,
    outputs: { output: artifact.id },
    metadata: {},
    status: "completed",
    updated: now(),
  };
  return [
    { op: "create", resource: "artifact", entity: artifact },
    {
      op: "update",
      resource: "step",
      id: step.id,
      set,
      expect: { status: ["running"] },
    },
  ];
}

async function newestRuns(): Promise<void> {
  const { store } = await session("runs");
  await writeRuns(store, 10_000);
  const lists: Record<string, () => Promise<unknown>> = {
    "newest 20": () => store.runs.list({ limit: 20 }),
    "newest 20 of a pipeline": () =>
      store.runs.list({
        limit: 20,
        filters: [{ field: "pipeline_name", operator: "eq", value: "pipeline 3" }],
      }),
    "one by name": () => store.runs.get("run 5000"),
  };
  for (const [name, list] of Object.entries(lists)) {
    const first = await timed(list);
    const times: number[] = [];
    for (let round = 0; round < 200; round++) times.push(await timed(list));
    print(
      `${name} of 10,000 runs`,
      `${ms(median(times))}, the first time ${ms(first)} (target 1 ms)`,
    );
  }
  await store.close();
}

async function recordedSteps(): Promise<void> {
  const { store } = await session("steps");
  const run = newRun(store, 0);
  const steps = Array.from({ length: 5000 }, (_, position) => newStep(store, run, position));
  await createRun(store, run, steps);
  const cpu = process.cpuUsage();
  const begin = performance.now();
  let input: string | undefined;
  for (const step of steps) {
    const changes = ended(store, step, input);
    await store.commit(changes);
    [input] = changes.flatMap((change) => (change.op === "create" ? [change.entity.id] : []));
  }
  const wall = (performance.now() - begin) / steps.length;
  const { user, system } = process.cpuUsage(cpu);
  const used = (user + system) / 1000 / steps.length;
  print("a recorded step of 5,000", `${ms(used)} of CPU (target 0.25 ms), ${ms(wall)} in all`);
  await store.close();
}

async function chain(synchronous: "normal" | "full"): Promise<void> {
  const { store, driver } = await session(`chain-${synchronous}`, synchronous);
  const run = newRun(store, 0);
  const steps = Array.from({ length: 100 }, (_, position) => newStep(store, run, position));
  await createRun(store, run, steps);
  const before = driver.counts;
  const begin = performance.now();
  for (const step of steps) await store.commit(ended(store, step, undefined));
  await store.sync();
  const wall = (performance.now() - begin) / steps.length;
  const commits = driver.counts.commits - before.commits;
  const synced = driver.counts.synced - before.synced;
  print(
    `a chain of 100 steps, ${synchronous}`,
    `${commits} commits, ${synced} of them waited for the disk, ${ms(wall)} a step`,
  );
  await store.close();
}

async function manyWriters(): Promise<void> {
  const { store, driver } = await session("writers");
  const run = newRun(store, 0);
  const steps = Array.from({ length: 10_000 }, (_, position) => newStep(store, run, position));
  await createRun(store, run, steps);
  const before = driver.counts.commits;
  const begin = performance.now();
  await Promise.all(steps.map((step) => store.commit(ended(store, step, undefined))));
  const wall = performance.now() - begin;
  const commits = driver.counts.commits - before;
  const rate = Math.round((steps.length / wall) * 1000).toLocaleString("en");
  print("10,000 steps that end at once", `${rate} a second, in ${commits} commits`);
  await store.close();
}

async function createRun(store: ZenStore, run: Run, steps: readonly StepRun[]): Promise<void> {
  await store.commit([
    { op: "create", resource: "run", entity: run },
    ...steps.map((entity): Change => ({ op: "create", resource: "step", entity })),
  ]);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function median(list: readonly number[]): number {
  return list.toSorted((left, right) => left - right)[Math.floor(list.length / 2)] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(3)} ms`;
}

function print(name: string, figures: string): void {
  process.stdout.write(`${name.padEnd(44)} ${figures}\n`);
}

await newestRuns();
await recordedSteps();
await chain("normal");
await chain("full");
await manyWriters();
