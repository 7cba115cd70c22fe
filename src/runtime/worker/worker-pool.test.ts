import { expect, test } from "vitest";
import type { StepTask } from "../step-task.js";
import type { FromWorker, ToWorker, WorkerPipeline } from "./protocol.js";
import { WorkerPool } from "./worker-pool.js";

const signal = new AbortController().signal;
const start = () => undefined;

function task(name: string): StepTask {
  return {
    ...{ run: { id: "1", name: "run" }, step: { id: name, name, definition: "s" }, node: name },
    ...{ pipeline: "p", attempt: 1, params: {}, inputs: {}, outputs: {} },
  };
}

/** A pool of workers that never answer, and how many were started. */
function silentPool() {
  const started: string[] = [];
  const link = { post: start, keepAlive: start, terminate: async () => undefined };
  const pool = new WorkerPool({
    start: () => {
      started.push("worker");
      return link;
    },
    ...{ size: 2, log: start },
  });
  return { pool, started };
}

test("another worker starts at once for a second step when steps are known to be long", async () => {
  const { pool, started } = silentPool();
  pool.expectLong(2);
  void pool.execute(task("a"), signal, start);
  expect(started).toHaveLength(1);
  void pool.execute(task("b"), signal, start);
  expect(started).toHaveLength(2);
  void pool.execute(task("c"), signal, start);
  expect(started).toHaveLength(2);
  await pool.close();
});

test("where nothing is known, a second step waits for the first worker", async () => {
  const { pool, started } = silentPool();
  pool.expectLong(0);
  void pool.execute(task("a"), signal, start);
  void pool.execute(task("b"), signal, start);
  expect(started).toHaveLength(1);
  await pool.close();
});

test("a worker without work is ended, and a later step gets another one", async () => {
  let started = 0;
  const pool = await new Promise<WorkerPool>((ended) => {
    const one: WorkerPool = new WorkerPool({
      start: ({ message }) => {
        started += 1;
        const terminate = async (): Promise<void> => ended(one);
        return { post: (sent) => answer(sent, message), keepAlive: start, terminate };
      },
      ...{ size: 2, log: start, endsIdle: true },
    });
    one.load(PIPELINE);
    void one.execute(task("a"), signal, start).then(() => expect(started).toBe(1));
  });
  await pool.execute(task("b"), signal, start);
  expect(started).toBe(2);
  await pool.close();
});

const PIPELINE: WorkerPipeline = {
  ...{ bundleFile: "a.mjs", params: {}, config: {}, projectRoot: "/" },
  artifactStore: {
    ...{ flavor: "local", configuration: {} },
    context: { id: "1", name: "local", localFolder: "/" },
  },
};

/** As a worker does whose steps take no time. */
function answer(sent: ToWorker, tell: (message: FromWorker) => void): void {
  queueMicrotask(() => {
    if (sent.type === "load") tell({ type: "ready" });
    if (sent.type !== "execute") return;
    const outcome = { status: "completed", outputs: {}, metadata: {}, duration_ms: 0 } as const;
    for (const { id } of sent.jobs) tell({ type: "outcome", id, outcome, isLeftBehind: false });
  });
}
