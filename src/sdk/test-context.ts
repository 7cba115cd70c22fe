import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonRecord } from "../domain/entities/fields.js";
import type { StepContext, StepLog } from "../runtime/step-context.js";

export interface TestContext<Params> extends StepContext<Params> {
  /** What the step logged, e.g. `info: kept 3 rows`. */
  readonly lines: readonly string[];
  /** What the step noted, on itself and on its outputs. */
  readonly noted: {
    readonly step: Readonly<JsonRecord>;
    readonly outputs: Readonly<Record<string, Readonly<JsonRecord>>>;
  };
  /** What it recorded as with an experiment tracker. */
  readonly recorded: {
    readonly params: Readonly<JsonRecord>;
    /** Of each metric all values, in the order in which they came. */
    readonly metrics: Readonly<Record<string, readonly number[]>>;
    readonly tags: Readonly<Record<string, string>>;
  };
}

/**
 * A context to call a step's `.fn` with in a unit test.
 *
 * @example
 * ```ts
 * import { step, testContext } from "zenml";
 * import * as z from "zod";
 *
 * const scale = step("scale", { params: z.object({ by: z.number() }) },
 *   ({ size }: { size: number }, { params }) => size * params.by);
 *
 * console.assert(scale.fn({ size: 2 }, testContext({ by: 3 })) === 6);
 * ```
 */
export function testContext(): TestContext<Readonly<Record<never, never>>>;
export function testContext<Params>(params: Params, signal?: AbortSignal): TestContext<Params>;
export function testContext(
  params: unknown = {},
  signal: AbortSignal = new AbortController().signal,
): TestContext<unknown> {
  const lines: string[] = [];
  const noted = { step: {}, outputs: {} as Record<string, JsonRecord> };
  const recorded = { params: {}, metrics: {} as Record<string, number[]>, tags: {} };
  let folder: Promise<string> | undefined;
  return {
    params,
    run: { id: "test", name: "test", pipeline: "test" },
    step: { id: "test", name: "test", definition: "test", attempt: 1 },
    log: logInto(lines),
    signal,
    // Left to the operating system, like any temporary folder of a test.
    temporaryFolder: () => (folder ??= mkdtemp(join(tmpdir(), "zenml-test-"))),
    metadata: {
      step: (facts) => Object.assign(noted.step, facts),
      output: (name, facts) => {
        noted.outputs[name] = { ...noted.outputs[name], ...facts };
      },
    },
    experiment: {
      logParams: (given) => Object.assign(recorded.params, given),
      logMetrics: (metrics) => {
        for (const [name, value] of Object.entries(metrics)) {
          recorded.metrics[name] = [...(recorded.metrics[name] ?? []), value];
        }
      },
      setTags: (tags) => Object.assign(recorded.tags, tags),
    },
    lines,
    noted,
    recorded,
  };
}

function logInto(lines: string[]): StepLog {
  const at = (level: keyof StepLog) => (message: string) => {
    lines.push(`${level}: ${message}`);
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
