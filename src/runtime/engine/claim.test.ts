import { beforeEach, expect, test } from "vitest";
import { memoryStore } from "../../testing/memory-store.js";
import type { Run } from "../../domain/entities/run.js";
import type { ZenStore } from "../../store/zen-store.js";
import { RunClaim, claimFields } from "./claim.js";

const START = Date.parse("2026-06-01T12:00:00.000Z");
const HOUR = 3_600_000;
const ME = { host: "alpha", process_id: 7, process_started: "2026-06-01T11:00:00.000Z" };
const OTHER = { ...ME, host: "beta", process_id: 8 };
const GRAPH = {
  version: 1,
  name: "p",
  description: null,
  params: {},
  enable_cache: true,
  settings: {},
  extra: {},
  steps: [],
} as const;

let store: ZenStore;
let run: Run;
let wall: number;
let elapsed: number;
let claim: RunClaim;

beforeEach(async () => {
  store = await memoryStore();
  [wall, elapsed] = [START, 0];
  run = await store.runs.create({
    name: "one",
    pipeline_name: "p",
    stack_name: "default",
    status: "running",
    step_count: 0,
    parameters: {},
    environment: {},
    configuration: {},
    graph: { ...GRAPH, steps: [] },
    ...claimFields("mine", ME, START),
  });
  const claimed = { id: run.id, name: run.name, runner_id: "mine" };
  claim = new RunClaim(store, claimed, { now: () => wall, elapsed: () => elapsed });
});

async function pass(milliseconds: number): Promise<void> {
  wall += milliseconds;
  elapsed += milliseconds;
  await claim.tick();
}

async function takeOver(): Promise<void> {
  await store.runs.update(run.id, claimFields("other", OTHER, wall));
}

const nothing = () =>
  claim.commit([{ op: "update", resource: "run", id: run.id, set: { environment: { by: "me" } } }]);

test("a claim is renewed when a third of its time is over, and not before", async () => {
  await pass(9_000);
  expect((await store.runs.get(run.id)).lease_expires).toBe(run.lease_expires);
  await pass(1_000);
  const lease = new Date(START + 40_000).toISOString();
  expect((await store.runs.get(run.id)).lease_expires).toBe(lease);
});

test("a claim that somebody else took is lost within a tick, and nothing more is written", async () => {
  await takeOver();
  await pass(1_000);
  expect(claim.signal.aborted).toBe(true);
  const refused = {
    code: "conflict",
    message: expect.stringContaining("process 8 on host 'beta'"),
  };
  expect(claim.lost).toMatchObject(refused);
  await expect(nothing()).rejects.toMatchObject(refused);
  expect((await store.runs.get(run.id)).environment).toEqual({});
});

test("a process that stood still makes sure of its claim before it writes", async () => {
  await takeOver();
  elapsed += 31_000;
  await expect(nothing()).rejects.toMatchObject({ code: "conflict" });
  expect((await store.runs.get(run.id)).environment).toEqual({});
});

test("a machine that slept makes sure of its claim before it writes", async () => {
  await takeOver();
  wall += HOUR;
  await expect(nothing()).rejects.toMatchObject({ code: "conflict" });
});

test("a clock that is set back an hour takes no claim away, and the lease follows it", async () => {
  wall -= HOUR;
  await nothing();
  await pass(1_000);
  expect(claim.lost).toBeUndefined();
  const { lease_expires } = await store.runs.get(run.id);
  expect(Date.parse(lease_expires ?? "")).toBeLessThan(START);
});

test("a run that is asked to end is told so within a tick", async () => {
  await store.runs.update(run.id, { cancel_requested: new Date(wall).toISOString() });
  await pass(1_000);
  expect(claim.signal.aborted).toBe(true);
  expect(claim.lost).toBeUndefined();
});

test("a run that is deleted while it is executed is lost, and says so", async () => {
  await store.runs.delete(run.id);
  await pass(1_000);
  expect(claim.lost).toMatchObject({ message: expect.stringContaining("was deleted") });
});
