// What becomes of steps that do what steps should not: each case in each place that a step may be
// executed in, beside a step that must not notice.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ISOLATIONS } from "../../domain/graph.js";
import type { Answer } from "./isolation-driver.fixture.js";
import type { CaseName } from "./isolation-steps.fixture.js";

type Place = (typeof ISOLATIONS)[number];

/** How it ends: `ok`, `cancelled`, or the name of the failure; null: nothing there protects the run from it. */
type Ends = string | null;

/** One for all places, or one for each in the order of `ISOLATIONS`. */
const CASES: Readonly<Record<Exclude<CaseName, "sibling">, Ends | readonly [Ends, Ends, Ends]>> = {
  returns: "ok",
  throws: "RangeError",
  throws_text: "NonError",
  throws_nothing: "NonError",
  returns_function: "ZenError",
  returns_less: "ZenError",
  exits: "StepExited",
  exits_caught: "StepExited",
  exits_later: "StepExited",
  stray_error: "SyntaxError",
  stray_rejection: "TypeError",
  never_settles: "StepNeverSettled",
  too_slow_hears: "StepTimeout",
  too_slow_deaf: "StepTimeout",
  too_slow_computes: [null, "StepTimeout", "StepTimeout"],
  cancelled_deaf: "cancelled",
  cancelled_computes: [null, "cancelled", "cancelled"],
  segfault: [null, null, "StepCrashed"],
  abort: [null, "TypeError", "StepCrashed"],
  gigabyte: "ok",
  progress_bar: "ok",
  prints: "ok",
  prints_raw: [null, null, "ok"],
  closes_stdout: "ok",
  closes_pipe: ["ok", "WorkerEnded", "ok"],
  closes_channel: [null, "WorkerEnded", "StepCrashed"],
  hook_success: "ok",
  hook_fails: "ok",
  hook_failure: "Error",
  hook_crash: [null, null, "StepCrashed"],
};

const ROWS = Object.entries(CASES).flatMap(([name, ends]) =>
  ISOLATIONS.map((place, index) => {
    const expected = Array.isArray(ends) ? (ends[index] ?? null) : ends;
    return { name, place, expected };
  }),
);
const EXECUTED = ROWS.filter(({ expected }) => expected !== null);

const HERE = fileURLToPath(new URL(".", import.meta.url));
const MODULES = dirname(dirname(createRequire(import.meta.url).resolve("esbuild/package.json")));
const answers = new Map<string, Answer>();
let folder: string;

beforeAll(async () => {
  const parent = join(MODULES, ".cache", "zenml-tests");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, "isolation-"));
  await build({
    entryPoints: {
      driver: join(HERE, "isolation-driver.fixture.ts"),
      steps: join(HERE, "isolation-steps.fixture.ts"),
      worker: join(HERE, "../worker/worker-main.ts"),
    },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    sourcemap: true,
  });
  await Promise.all(ISOLATIONS.map(execute));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function execute(place: Place): Promise<void> {
  const cases = EXECUTED.filter((row) => row.place === place).map(({ name }) => name);
  const files = [join(folder, "steps.mjs"), join(folder, "worker.mjs"), join(folder, place)];
  const args = [join(folder, "driver.mjs"), place, ...files, cases.join(",")];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  const found: readonly Answer[] = JSON.parse(stdout);
  for (const answer of found) answers.set(`${answer.name} ${place}`, answer);
}

function answerOf(name: CaseName, place: Place): Answer {
  const answer = answers.get(`${name} ${place}`);
  if (answer === undefined) throw new Error(`no answer of ${name} in ${place}`);
  return answer;
}

function endOf({ outcome }: Answer): string {
  if (outcome.status === "failed") return outcome.failure.name;
  return outcome.status === "completed" ? "ok" : outcome.status;
}

const texts = (name: CaseName, place: Place) => answerOf(name, place).lines.map(({ text }) => text);

test.each(EXECUTED)("$name in $place ends as $expected", ({ name, place, expected }) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rows are made from the table's names
  const answer = answerOf(name as CaseName, place);
  expect(endOf(answer)).toBe(expected);
  expect(answer.sibling).toBe("completed");
});

describe.each(ISOLATIONS)("in %s", (place) => {
  test("a failure says which step, and where in the person's file", () => {
    const { outcome } = answerOf("throws", place);
    expect(outcome).toMatchObject({
      failure: { step: "throws", location: expect.stringContaining("isolation-steps.fixture.ts:") },
    });
  });

  test("a step that is too slow is told so by its signal and by its limit", () => {
    expect(texts("too_slow_hears", place)).toEqual(["[info] heard TimeoutError"]);
    const { outcome } = answerOf("too_slow_deaf", place);
    expect(outcome).toMatchObject({
      failure: { message: expect.stringContaining("longer than its limit of 0.3 s") },
    });
  });

  test("a gigabyte of log is cut off with a clear mark, and fills no memory", () => {
    const { printed, peak_mib } = answerOf("gigabyte", place);
    expect(texts("gigabyte", place).slice(-2)).toEqual([
      "[the log of step 'gigabyte' reached its limit of 16 MiB; the rest is left out]",
      "[1008 MiB of the log of step 'gigabyte' were left out]",
    ]);
    expect(printed.bytes).toBeLessThan(17 * 1024 * 1024);
    expect(peak_mib).toBeLessThan(250);
  });

  test("a progress bar is one line", () => {
    expect(texts("progress_bar", place)).toEqual(["100 %"]);
  });

  test("lines say where they were printed", () => {
    const found = answerOf("prints", place).lines.map(({ stream, text }) => [stream, text]);
    expect(found).toEqual([
      ["stdout", "on stdout"],
      ["stderr", "on stderr"],
      ["log", "[warn] on the log"],
    ]);
  });

  test("hooks are told how the step ended, and change nothing", () => {
    expect(texts("hook_success", place)).toEqual(["[info] hook: completed "]);
    expect(texts("hook_failure", place)).toEqual(["[info] hook: failed Error"]);
    expect(texts("hook_fails", place)).toEqual([
      expect.stringContaining("[error] hook on_success failed: Error: no mail today"),
    ]);
  });
});

test("a crash says which signal it was, after the last lines that the step printed", () => {
  expect(answerOf("segfault", "process").outcome).toMatchObject({
    failure: {
      step: "segfault",
      message: expect.stringContaining("ended by SIGSEGV"),
      stack: "Last lines of stderr:\nabout to crash",
    },
  });
  expect(texts("segfault", "process")).toEqual(["about to crash"]);
});

test("what a step printed right before it gave up is all there", () => {
  // Node itself says more.
  expect(answerOf("abort", "process").printed.lines).toBeGreaterThanOrEqual(1000);
  expect(texts("abort", "process")).toContain("line 1000 before it aborts");
});

test("a step that closes what its lines go to is heard all the same, and nothing of it is in its files", () => {
  expect(texts("closes_pipe", "process")).toEqual([
    "heard all the same",
    "0 bytes in a file of its own",
  ]);
});

test("the hook of a step that crashed its process is called in another one", () => {
  expect(texts("hook_crash", "process")).toEqual(["[info] hook: failed StepCrashed"]);
});

test("what native code and other programs print is the step's in a process of its own", () => {
  expect(texts("prints_raw", "process")).toEqual(["from a program"]);
});

test("the table of cases and places", () => {
  const table = Object.keys(CASES).map((name) => {
    const ends = ROWS.filter((row) => row.name === name).map(({ place, expected }) =>
      expected === null ? "-" : endOf(answerOf(name as CaseName, place)),
    );
    return [name, ...ends].map((cell) => cell.padEnd(20)).join("");
  });
  const head = ["", ...ISOLATIONS].map((cell) => cell.padEnd(20)).join("");
  console.log([head, ...table].join("\n"));
  expect(table.length).toBe(Object.keys(CASES).length);
});
