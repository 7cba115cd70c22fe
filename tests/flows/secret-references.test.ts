import { afterEach, beforeEach, expect, test } from "vitest";
import { join } from "node:path";
import { readFile, readdir } from "node:fs/promises";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const PIPELINE = `
import { pipeline, step } from "zenml";

const load = step("load", () => ({ rows: Array.from({ length: 4000 }, (_, index) => index) }));

export const training = pipeline("training", () => {
  load();
});
`;

let workspace: Workspace;

beforeEach(async () => {
  workspace = await makeWorkspace({ "pipeline.ts": PIPELINE });
});
afterEach(() => workspace.remove());

async function zenml(...words: readonly string[]) {
  const answer = await workspace.zenml(...words);
  if (answer.code !== 0) throw new Error(`zenml ${words.join(" ")}: ${answer.stderr}`);
  return answer;
}

async function registerStack() {
  const path = "--path={{places.artifacts}}";
  await zenml("artifact-store", "register", "hidden", "--flavor=local", path);
  await zenml("stack", "register", "s", "-o", "default", "-a", "hidden", "--set");
}

test("a run and a later reading use the value of a secret, and nothing stores it", async () => {
  const place = join(workspace.folder, "..", "artifacts-of-the-secret");
  await registerStack();
  await zenml("secret", "register", "places", `--artifacts=${place}`);
  for (const flags of [[], ["--in-process", "--no-cache"]]) {
    await zenml("run", "pipeline.ts", ...flags);
  }
  expect((await readdir(place, { recursive: true })).length).toBeGreaterThan(0);
  const run = await workspace.json("run", "list", "--limit", "1");
  const [{ name }] = run as [{ name: string }];
  const { stdout } = await zenml("artifact", "read", `${name}/load`);
  expect(stdout).toContain("3999");
  const files = await readdir(workspace.config, { recursive: true, withFileTypes: true });
  for (const file of files.filter((one) => one.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), "utf8");
    expect(text.includes("artifacts-of-the-secret"), file.name).toBe(false);
  }
});

test("a run whose stack lacks secrets says which, and does not start", async () => {
  await registerStack();
  const { code, stderr } = await workspace.zenml("run", "pipeline.ts");
  expect(code).toBe(1);
  expect(stderr).toContain(
    "Error: A secret is missing: 'path' of the artifact store 'hidden' is {{places.artifacts}}, " +
      "but there is no secret 'places'.",
  );
  expect(stderr).toContain("Hint: zenml secret register places --artifacts=VALUE");
  expect(await workspace.json("run", "list")).toEqual([]);
});
