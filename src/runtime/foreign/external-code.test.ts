import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { CodeIndex } from "../code-index.js";
import { externalCodeParts, withExternalCode } from "./external-code.js";
import type { ExternalStep } from "./external-step.js";
import { command, ForeignProject, python } from "./foreign.fixture.js";

const project = new ForeignProject();
afterAll(() => project.remove());
beforeEach(() => {
  project.write("steps.py", "import near\n");
  project.write("near.py", "x = 1\n");
  project.write("far.py", "x = 1\n");
  project.write("data.csv", "1\n");
});

const options = { projectRoot: project.folder, env: process.env, log: () => undefined };
const partsOf = (external: ExternalStep) =>
  externalCodeParts(project.definition({ external }), options);

describe("a Python step", () => {
  test("has its script, what that imports, Python and its packages in its key", async () => {
    const { code, packages, uncacheable } = await partsOf(python("f"));
    expect(Object.keys(code)).toEqual(["near.py", "steps.py", "step(step)"]);
    expect(packages).toMatchObject({ python: expect.any(String), zenml_step: "1" });
    expect(uncacheable).toBeNull();
  });

  test("changes its key with what it imports, with no other file", async () => {
    const before = await partsOf(python("f"));
    project.write("far.py", "x = 2\n");
    expect(await partsOf(python("f"))).toEqual(before);
    project.write("near.py", "x = 2\n");
    expect(await partsOf(python("f"))).not.toEqual(before);
  });

  test("changes its key with its function, its variables and its declared files", async () => {
    const keys = [
      await partsOf(python("f")),
      await partsOf(python("g")),
      await partsOf(python("f", { env: { A: "1" } })),
      await partsOf(python("f", { files: ["data.csv"] })),
    ].map((parts) => JSON.stringify(parts));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("does not change its key with how it is executed", async () => {
    const how = { keep_warm: false, heartbeat_timeout: 9 };
    expect(await partsOf(python("f", how))).toEqual(await partsOf(python("f")));
  });

  test("whose modules cannot be known is never cached", async () => {
    project.write("steps.py", "import sys\nsys.path.append('x')\n");
    expect((await partsOf(python("f"))).uncacheable).toContain("steps.py");
  });
});

describe("a command", () => {
  test("that does not say which files it reads is never cached", async () => {
    expect((await partsOf(command(["sort"]))).uncacheable).toContain("declare `files`");
    expect((await partsOf(command(["sort"], { files: [] }))).uncacheable).toBeNull();
  });

  test("has its program and the files that its arguments name in its key", async () => {
    const { code } = await partsOf(command(["sort", "data.csv"], { files: [] }));
    expect(Object.keys(code)).toEqual(["sort", "data.csv", "step(step)"]);
    project.write("data.csv", "2\n");
    const after = await partsOf(command(["sort", "data.csv"], { files: [] }));
    expect(after.code["data.csv"]).not.toBe(code["data.csv"]);
    expect(after.code["sort"]).toBe(code["sort"]);
  });
});

describe("before a run", () => {
  const inner: CodeIndex = { partsOf: () => ({ code: {}, packages: {}, uncacheable: "inner" }) };

  test("all that is missing is told at once", async () => {
    const definitions = [
      project.definition({ external: python("f", { script: "one.py" }) }),
      project.definition({ external: python("f", { files: ["two.csv"] }) }),
    ];
    const refused = withExternalCode(inner, definitions, options);
    await expect(refused).rejects.toThrow(/one\.py'[^]*two\.csv'/);
  });

  test("steps of TypeScript are asked from who knows them", async () => {
    const external = project.definition({ external: python("f") });
    const own = { ...external, external: undefined };
    const code = await withExternalCode(inner, [external, own], options);
    expect(code.partsOf(own).uncacheable).toBe("inner");
    expect(code.partsOf(external).uncacheable).toBeNull();
  });
});

test("a program of the project is known by its content", async () => {
  project.write("run.sh", "#!/bin/sh\n");
  const before = await partsOf(command(["./run.sh"], { files: [] }));
  project.write("run.sh", "#!/bin/sh\ntrue\n");
  expect((await partsOf(command(["./run.sh"], { files: [] }))).code).not.toEqual(before.code);
  rmSync(join(project.folder, "run.sh"));
});

test("arguments that can be no names of files are none, however long", async () => {
  const args = ["x".repeat(100_000), "a\0b", "-e", ""];
  const { uncacheable } = await partsOf(command(["node", ...args], { files: [] }));
  expect(uncacheable).toBeNull();
});
