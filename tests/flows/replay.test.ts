// What changed code would execute of a recorded run, as a person asks for it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const pipelineText = (limit: number) => `
import { pipeline, step } from "zenml";
import * as z from "zod";
import { clean } from "./clean.js";

const load = step("load", { cache: { files: ["rows.txt"] } }, () => [3, -1, ${limit}]);
const tidy = step("tidy", ({ rows }: { rows: number[] }) => clean(rows));
const train = step("train", { params: z.object({ trees: z.number() }) },
  ({ rows }: { rows: number[] }, { params }) => rows.length * params.trees);
export const training = pipeline("training", { params: z.object({ trees: z.number().default(10) }) },
  ({ params }) => train({ rows: tidy({ rows: load() }) }, { params }));
`;
const cleanText = (least: number) =>
  `export function clean(rows: number[]): number[] {\n  return rows.filter((row) => row >= ${least});\n}\n`;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await makeWorkspace({
    "training.ts": pipelineText(2),
    "clean.ts": cleanText(0),
    "rows.txt": "1",
  });
  expect((await workspace.zenml("run", "training.ts", "--name", "first")).code).toBe(0);
});
afterAll(() => workspace.remove());

interface Step {
  readonly step: string;
  readonly verdict: string;
  readonly reasons: readonly string[];
}

async function replayed(...args: readonly string[]): Promise<Record<string, readonly string[]>> {
  const { steps } = (await workspace.json("run", "replay", "first", ...args)) as { steps: Step[] };
  return Object.fromEntries(
    steps.map(({ step, verdict, reasons }) => [step, [verdict, ...reasons]]),
  );
}

test("nothing changed: all comes from the cache, and no run is recorded", async () => {
  const { code, stdout } = await workspace.zenml("run", "replay", "first");
  expect(code).toBe(0);
  expect(stdout).toContain("Compared with run 'first': 3 from the cache. Nothing was executed.");
  expect(await workspace.json("run", "list")).toHaveLength(1);
});

test("a param, a helper and a declared file are named as what differs", async () => {
  expect((await replayed("training.ts:training", "--param", "trees=80"))["train"]).toEqual([
    "executed",
    "param 'trees': 10 -> 80",
  ]);
  await workspace.write("clean.ts", cleanText(1));
  const helper = await replayed();
  expect(helper["tidy"]).toEqual(["executed", "code: helper 'clean' (clean.ts:1) changed"]);
  expect(helper["train"]?.[0]).toBe("depends");
  await workspace.write("rows.txt", "2");
  expect((await replayed())["load"]).toEqual([
    "executed",
    "declared file 'rows.txt' has other content",
  ]);
  expect((await workspace.zenml("run", "replay", "first")).stdout).toContain("executed");
});

test("a run that is not there, and a file without a pipeline, are told with what to do", async () => {
  const unknown = await workspace.zenml("run", "replay", "frist");
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("first")]);
  const noFile = await workspace.zenml("run", "replay", "first", "missing.ts");
  expect([noFile.code, noFile.stderr]).toEqual([1, expect.stringContaining("missing.ts")]);
});
