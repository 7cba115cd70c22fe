import assert from "node:assert/strict";
import type { ExperimentTracker, TrackedStep } from "../stack/experiment-tracker.js";
import type { Open, TestFunction } from "./suite.js";

/** What a tracker keeps of one attempt, read back by whatever reads its tool. */
export interface ReadExperiment {
  readonly status: "running" | "completed" | "failed" | "cancelled";
  /** As text, since many tools keep nothing else. */
  readonly params: Readonly<Record<string, string>>;
  /** Values with their steps, in the order in which they were recorded. */
  readonly metrics: Readonly<Record<string, readonly { step: number; value: number }[]>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface TrackerUnderTest {
  readonly tracker: ExperimentTracker;
  read(id: string): Promise<ReadExperiment>;
}

type Law = (tested: TrackerUnderTest) => Promise<void>;

const NOTHING = { params: {}, metrics: [], tags: {} } as const;

function stepOf(name: string, attempt = 1): TrackedStep {
  const run = { id: "1", name: "training-2026" };
  return { run, step: { id: name, name }, pipeline: "training", attempt, settings: {} };
}

const metric = (name: string, value: number, step: number) => ({ name, value, step, time: step });

const LAWS: Readonly<Record<string, Law>> = {
  "what was begun is running until it is told how it ended": async ({ tracker, read }) => {
    for (const status of ["completed", "failed", "cancelled"] as const) {
      const { id } = await tracker.begin(stepOf("train"));
      assert.equal((await read(id)).status, "running");
      await tracker.end(id, status);
      assert.equal((await read(id)).status, status);
    }
  },
  "params, metrics and tags come back": async ({ tracker, read }) => {
    const { id } = await tracker.begin(stepOf("train"));
    await tracker.record(id, {
      params: { trees: 50, depth: null, name: "wald 🌲", shares: [0.2, 0.8] },
      metrics: [metric("loss", 0.5, 0), metric("accuracy", 0.75, 0)],
      tags: { team: "penguins" },
    });
    const found = await read(id);
    assert.deepEqual(found.params, {
      ...found.params,
      ...{ trees: "50", depth: "null", name: "wald 🌲", shares: "[0.2,0.8]" },
    });
    assert.deepEqual(found.metrics, {
      loss: [{ step: 0, value: 0.5 }],
      accuracy: [{ step: 0, value: 0.75 }],
    });
    assert.equal(found.tags["team"], "penguins");
  },
  "the values of a metric keep their order over many calls": async ({ tracker, read }) => {
    const { id } = await tracker.begin(stepOf("train"));
    const values = Array.from({ length: 2500 }, (_, step) => ({ step, value: step / 2 }));
    for (let from = 0; from < values.length; from += 1000) {
      const part = values.slice(from, from + 1000);
      const metrics = part.map(({ step, value }) => metric("loss", value, step));
      await tracker.record(id, { ...NOTHING, metrics });
    }
    assert.deepEqual((await read(id)).metrics["loss"], values);
  },
  "numbers that are none, or very large or small, are kept": async ({ tracker, read }) => {
    const { id } = await tracker.begin(stepOf("train"));
    const values = [Number.NaN, Infinity, -Infinity, 1e308, 5e-324, -0.1];
    const metrics = values.map((value, step) => metric("odd", value, step));
    await tracker.record(id, { ...NOTHING, metrics });
    assert.deepEqual(
      (await read(id)).metrics["odd"]?.map(({ value }) => value),
      values,
    );
  },
  "names may have slashes, dots and spaces": async ({ tracker, read }) => {
    const { id } = await tracker.begin(stepOf("score[3].train"));
    const params = { "model/depth": 3, "a.b c-d": 1 };
    const metrics = [metric("val/loss", 1, 0), metric("val/accuracy", 2, 0)];
    await tracker.record(id, { params, metrics, tags: { "data/set": "x" } });
    const found = await read(id);
    assert.equal(found.params["model/depth"], "3");
    assert.equal(found.params["a.b c-d"], "1");
    assert.deepEqual(Object.keys(found.metrics).toSorted(), ["val/accuracy", "val/loss"]);
    assert.equal(found.tags["data/set"], "x");
  },
  "steps at once, attempts and runs of one pipeline are kept apart": async ({ tracker, read }) => {
    const steps = [stepOf("train"), stepOf("train", 2), stepOf("test"), stepOf("score[0]")];
    const begun = await Promise.all(steps.map((step) => tracker.begin(step)));
    assert.equal(new Set(begun.map(({ id }) => id)).size, steps.length);
    await Promise.all(
      begun.map(({ id }, at) => tracker.record(id, { ...NOTHING, params: { at } })),
    );
    for (const [at, { id }] of begun.entries()) {
      assert.equal((await read(id)).params["at"], String(at));
    }
  },
};

/** What every experiment tracker must do, a test each. */
export function testExperimentTracker(test: TestFunction, open: Open<TrackerUnderTest>): void {
  for (const [name, law] of Object.entries(LAWS)) {
    test(`experiment tracker: ${name}`, async () => law(await open()));
  }
}
