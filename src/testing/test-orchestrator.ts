import assert from "node:assert/strict";
import type { Status } from "../domain/status.js";
import type { Orchestrator } from "../stack/orchestrator.js";
import { orchestrate } from "./orchestrated.js";
import type { Open, TestFunction } from "./suite.js";

type Law = (orchestrator: Orchestrator) => Promise<void>;

const failsAt =
  (failed: string) =>
  (step: string): Status =>
    step === failed ? "failed" : "completed";

const LAWS: Readonly<Record<string, Law>> = {
  "a run without steps ends": async (orchestrator) => {
    assert.deepEqual((await orchestrate(orchestrator, {})).executed, []);
  },
  "every step is executed once, after all steps before it": async (orchestrator) => {
    const wiring = { a: [], b: ["a"], c: ["a"], d: ["b", "c"], e: ["d"], f: [] };
    const told = await orchestrate(orchestrator, wiring);
    assert.deepEqual(told.executed.toSorted(), Object.keys(wiring));
    assert.deepEqual(told.tooEarly, []);
    assert.deepEqual(told.skipped, []);
  },
  "two hundred steps in a row and side by side come to their end": async (orchestrator) => {
    const names = Array.from({ length: 200 }, (_, index) => `step_${index}`);
    const wiring = names.map((name, index) => {
      const before = index % 2 === 0 ? names[index - 2] : undefined;
      return [name, before === undefined ? [] : [before]] as const;
    });
    const told = await orchestrate(orchestrator, Object.fromEntries(wiring));
    assert.equal(new Set(told.executed).size, names.length);
    assert.equal(told.executed.length, names.length);
    assert.deepEqual(told.tooEarly, []);
  },
  "what waits for a failed step is skipped, the rest comes to its end": async (orchestrator) => {
    const wiring = { bad: [], after: ["bad"], last: ["after"], other: [], more: ["other"] };
    const told = await orchestrate(orchestrator, wiring, { outcome: failsAt("bad") });
    assert.deepEqual(told.executed.toSorted(), ["bad", "more", "other"]);
    assert.deepEqual(told.skipped.toSorted(), ["after", "last"]);
  },
  "with on_failure stop nothing starts after a failure": async (orchestrator) => {
    const wiring = { bad: [], after: ["bad"], last: ["after"] };
    const options = { outcome: failsAt("bad"), on_failure: "stop" } as const;
    const told = await orchestrate(orchestrator, wiring, options);
    assert.deepEqual(told.executed, ["bad"]);
    assert.deepEqual(told.skipped.toSorted(), ["after", "last"]);
  },
  "a cached step counts as completed": async (orchestrator) => {
    const told = await orchestrate(
      orchestrator,
      { a: [], b: ["a"] },
      { outcome: (step) => (step === "a" ? "cached" : "completed") },
    );
    assert.deepEqual(told.executed, ["a", "b"]);
  },
  "a cancelled run starts nothing more": async (orchestrator) => {
    const controller = new AbortController();
    const told = await orchestrate(
      orchestrator,
      { a: [], b: ["a"] },
      {
        signal: controller.signal,
        outcome: () => {
          controller.abort();
          return "cancelled";
        },
      },
    );
    assert.deepEqual(told.executed, ["a"]);
    assert.deepEqual(told.skipped, ["b"]);
  },
  "steps that a resumed run has finished are not executed again": async (orchestrator) => {
    const finished = new Map<string, Status>([["a", "completed"]]);
    const told = await orchestrate(orchestrator, { a: [], b: ["a"] }, { finished });
    assert.deepEqual(told.executed, ["b"]);
    assert.deepEqual(told.skipped, []);
  },
  "a run whose record cannot be written ends with that error": async (orchestrator) => {
    const outcome = (): Status => {
      throw new Error("the disk is full");
    };
    await assert.rejects(orchestrate(orchestrator, { a: [] }, { outcome }), /the disk is full/);
  },
};

/** What every orchestrator must do, a test each. */
export function testOrchestrator(test: TestFunction, open: Open<Orchestrator>): void {
  for (const [name, law] of Object.entries(LAWS)) {
    test(`orchestrator: ${name}`, async () => law(await open()));
  }
}
