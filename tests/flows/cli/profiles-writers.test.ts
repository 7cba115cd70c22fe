// Profiles through the built command line: several processes at once, and a history in a project.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";

let workspace: Workspace;

beforeEach(async () => {
  workspace = await makeWorkspace({
    "pipeline.ts": `import { pipeline, step } from "zenml";
const load = step("load", () => [1, 2, 3]);
export const training = pipeline("training", () => { load(); });
`,
  });
  await workspace.zenml("profile", "list");
});
afterEach(() => workspace.remove());

test("processes that create, set and rename profiles at once lose nothing", async () => {
  const names = Array.from({ length: 6 }, (_, index) => `p${index}`);
  const created = await Promise.all(
    names.map((name) => workspace.zenml("profile", "create", name)),
  );
  expect(created.map(({ code }) => code)).toEqual(names.map(() => 0));
  const changed = await Promise.all([
    workspace.zenml("profile", "rename", "p0", "q0"),
    workspace.zenml("profile", "set", "p1"),
    workspace.zenml("profile", "delete", "p2", "--yes"),
    workspace.zenml("profile", "create", "p6"),
    workspace.zenml("stack", "set", "default", "--profile", "p3"),
  ]);
  expect(changed.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
  const list: unknown = await workspace.json("profile", "list");
  const profiles = Array.isArray(list) ? list : [];
  expect(profiles.map(({ name }) => name).sort()).toEqual(
    ["default", "p1", "p3", "p4", "p5", "p6", "q0"].sort(),
  );
  expect(profiles.find(({ active }) => active)).toMatchObject({ name: "p1" });
});

test("of processes that create a profile of one name, one does, and the others say so", async () => {
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => workspace.zenml("profile", "create", "one")),
  );
  expect(answers.map(({ code }) => code).sort()).toEqual([0, 1, 1, 1]);
  expect(readdirSync(join(workspace.config, "profiles")).sort()).toEqual(["default", "one"]);
  expect(await workspace.json("stack", "list", "--profile", "one")).toHaveLength(1);
});

test.each(["local", "sql"])("a project of a %s store goes with its run history", async (type) => {
  await workspace.zenml("profile", "create", "work", "-t", type);
  await workspace.zenml("profile", "set", "work");
  await workspace.zenml("project", "create", "birds");
  const run = await workspace.zenml("run", "pipeline.ts", "--project", "birds");
  expect(run).toMatchObject({ code: 0 });
  expect(await workspace.json("run", "list", "--project", "birds")).toHaveLength(1);
  const deleted = await workspace.json("project", "delete", "birds", "--yes");
  expect(deleted).toMatchObject({
    name: "birds",
    deleted: { runs: 1, steps: 1, pipelines: 1, artifacts: 1, stacks: 1, components: 2 },
  });
  const gone = await workspace.zenml("run", "list", "--project", "birds");
  expect([gone.code, gone.stderr]).toEqual([
    1,
    expect.stringContaining("no project named 'birds'"),
  ]);
  expect(await workspace.json("project", "list")).toMatchObject([{ name: "default" }]);
});
