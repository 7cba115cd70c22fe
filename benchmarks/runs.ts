// Runs of a pipeline of 20 steps, as many as a benchmark needs.
import type { Run } from "../src/domain/entities/run.js";
import type { ZenStore } from "../src/store/zen-store.js";

const AT_ONCE = 500;

const GRAPH: Run["graph"] = {
  version: 1,
  name: "training",
  description: null,
  params: {},
  enable_cache: true,
  settings: {},
  extra: {},
  steps: Array.from({ length: 20 }, (_, index) => ({
    name: `step_${index}`,
    step: "step",
    description: null,
    source: { file: "pipeline.ts", line: index, column: 1 },
    inputs: {},
    upstream: [],
    params: {},
    outputs: { output: "auto" },
    enable_cache: true,
    settings: {},
    extra: {},
  })),
};

export function newRun(store: ZenStore, index: number): Run {
  const created = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
  return {
    ...store.scope,
    id: crypto.randomUUID(),
    created,
    updated: created,
    name: `run ${index}`,
    pipeline_id: null,
    pipeline_name: `pipeline ${index % 10}`,
    stack_id: null,
    stack_name: "default",
    status: "running",
    started: created,
    ended: null,
    step_count: 20,
    parameters: { trees: index },
    failure: null,
    environment: { node: process.version },
    configuration: {},
    graph: GRAPH,
    source: null,
    original_run_id: null,
    schedule_id: null,
    runner_id: null,
    runner: null,
    lease_expires: null,
    cancel_requested: null,
  };
}

export async function writeRuns(store: ZenStore, count: number): Promise<void> {
  for (let index = 0; index < count; index += AT_ONCE) {
    await store.commit(
      Array.from({ length: AT_ONCE }, (_, offset) => ({
        op: "create",
        resource: "run",
        entity: newRun(store, index + offset),
      })),
    );
  }
}
