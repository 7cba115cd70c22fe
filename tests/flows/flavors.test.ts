import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const GUIDE = readFileSync(join(import.meta.dirname, "../../docs/guide/flavors.md"), "utf8");

/** A sample of the guide, by the name that it gives its file. */
function sample(file: string): string {
  const [, code] =
    new RegExp(`^\`\`\`ts file=${file}[^\\n]*\\n([^]*?)^\`\`\`$`, "m").exec(GUIDE) ?? [];
  if (code === undefined) throw new Error(`the guide has no sample ${file}`);
  return code;
}

const PIPELINE = `
import { pipeline, step } from "zenml";
const make = step("make", () => new Float64Array(100_000));
const count = step("count", ({ values }: { values: Float64Array }) => values.length);
export const counting = pipeline("counting", () => count({ values: make() }));
`;

let workspace: Workspace;
beforeEach(async () => {
  workspace = await makeWorkspace({
    "flavors/disk.ts": sample("disk-flavor.ts"),
    "pipeline.ts": PIPELINE,
  });
  await workspace.zenml("init");
});
afterEach(() => workspace.remove());

async function succeeds(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await workspace.zenml(...args);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

async function useDisk(): Promise<void> {
  await succeeds("artifact-store", "flavor", "register", "./flavors/disk.ts");
  await succeeds("artifact-store", "register", "archive", "--flavor=disk", "--folder=kept");
  await succeeds("stack", "register", "mine", "-a", "archive", "-o", "default", "--set");
}

test("a flavor of one's own is registered, used in worker threads too, and read from", async () => {
  await useDisk();
  await succeeds("run", "pipeline.ts");
  expect(await readdir(join(workspace.folder, "kept"))).toHaveLength(1);
  await succeeds("run", "pipeline.ts", "--in-process", "--no-cache");
  const runs = await workspace.json("run", "list");
  expect(runs).toMatchObject([{ status: "completed" }, { status: "completed" }]);
  const artifacts = z
    .array(z.object({ id: z.string(), size: z.number() }))
    .parse(await workspace.json("artifact", "list"));
  const large = artifacts.find(({ size }) => size > 100_000);
  expect(await succeeds("artifact", "describe", large?.id ?? "")).toContain("Float64Array");
  await succeeds("artifact", "read", large?.id ?? "", "--save", "values.npy");
  expect(existsSync(join(workspace.folder, "values.npy"))).toBe(true);
});

test("what does not suit a flavor of one's own is told at once, without running its code", async () => {
  await succeeds("artifact-store", "flavor", "register", "./flavors/disk.ts");
  await rm(join(workspace.folder, "flavors"), { recursive: true });
  const wrong = await workspace.zenml(
    ...["artifact-store", "register", "archive", "--flavor=disk", "--foldr=x", "--password=p"],
  );
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain("'foldr' is no attribute");
  expect(wrong.stderr).toContain("did you mean 'folder'?");
  expect(wrong.stderr).toContain("'folder' is missing");
  await succeeds("artifact-store", "register", "archive", "--flavor=disk", "--folder=kept");
});

test("a run whose flavor's file is gone is refused before it starts, and works when it is back", async () => {
  await useDisk();
  const file = join(workspace.folder, "flavors/disk.ts");
  await rename(file, `${file}.away`);
  const refused = await workspace.zenml("run", "pipeline.ts");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("comes from './flavors/disk.ts', which is not to be found here");
  expect(await workspace.json("run", "list")).toEqual([]);
  await rename(`${file}.away`, file);
  await succeeds("run", "pipeline.ts");
});

test("a package that the flavor needs and that is missing is named with the command that installs it", async () => {
  await useDisk();
  await workspace.write(
    "flavors/disk.ts",
    `import "not-installed-here";\n${sample("disk-flavor.ts")}`,
  );
  const refused = await workspace.zenml("run", "pipeline.ts");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(
    "needs the package 'not-installed-here', which is not installed",
  );
  expect(refused.stderr).toContain("npm install not-installed-here");
});

test("a flavor comes from a package as well, by the name of its export", async () => {
  const { code } = await transform(sample("disk-flavor.ts"), { loader: "ts", format: "esm" });
  await workspace.write(
    "node_modules/@me/flavors/package.json",
    '{"name":"@me/flavors","version":"1.0.0","type":"module","exports":{"import":"./index.js"}}',
  );
  const named = code
    .replace(/export \{[^}]*\};/, "")
    .replace(/var \w+_default =/, "export const disk =");
  const tape = `export const tape = defineFlavor({ name: "tape", type: "alerter", config: z.object({}), local: true, load: () => ({}) });`;
  await workspace.write("node_modules/@me/flavors/index.js", `${named}\n${tape}\n`);
  const ambiguous = await workspace.zenml("artifact-store", "flavor", "register", "@me/flavors");
  expect(ambiguous.stderr).toContain("@me/flavors#disk, @me/flavors#tape");
  await succeeds("artifact-store", "flavor", "register", "@me/flavors#disk");
  await succeeds("artifact-store", "register", "archive", "--flavor=disk", "--folder=kept");
  await succeeds("stack", "register", "mine", "-a", "archive", "-o", "default");
  await succeeds("run", "pipeline.ts", "--stack", "mine");
  expect(existsSync(join(workspace.folder, "kept"))).toBe(true);
});

test("names that are taken, files that hold no flavor, and other kinds are refused", async () => {
  const answers: string[] = [];
  const register = async (...args: readonly string[]) => {
    const { code, stderr } = await workspace.zenml(...args);
    expect(code).toBe(1);
    expect(stderr).not.toContain("    at ");
    answers.push(stderr);
  };
  const flavor = (name: string, type = "artifact_store") =>
    `import { defineFlavor } from "zenml"; import * as z from "zod";
     export default defineFlavor({ name: "${name}", type: "${type}", config: z.object({}), local: true, load: () => ({}) as never });`;
  await workspace.write("taken.ts", flavor("s3"));
  await workspace.write("other.ts", flavor("mine", "orchestrator"));
  await workspace.write("none.ts", "export const nothing = 1;");
  await workspace.write(
    "wrong.ts",
    'import { defineFlavor } from "zenml"; defineFlavor({} as never);',
  );
  await succeeds("artifact-store", "flavor", "register", "./flavors/disk.ts");
  for (const source of ["./flavors/disk.ts", "taken.ts", "other.ts", "none.ts", "wrong.ts"]) {
    await register("artifact-store", "flavor", "register", source);
  }
  await register("artifact-store", "flavor", "register", "./flavors/nope.ts");
  await register("artifact-store", "flavor", "register", "flavors.my_store.MyStore");
  expect(answers[0]).toContain(
    "'disk' for the stack component type 'artifact_store' already exists",
  );
  expect(answers[1]).toContain("built in");
  expect(answers[2]).toContain("orchestrator flavor 'mine'");
  expect(answers[3]).toContain("exports no flavor");
  expect(answers[4]).toContain("'local' is true or false");
  expect(answers[5]).toContain("There is no file './flavors/nope.ts'");
  expect(answers[6]).toContain("neither a file nor a package");
});

test("the guide's contract test passes under node:test", async () => {
  for (const [name, file] of [
    ["disk-flavor.js", "disk-flavor.ts"],
    ["disk-flavor.test.js", "disk-flavor.test.ts"],
  ] as const) {
    const { code } = await transform(sample(file), { loader: "ts", format: "esm" });
    await workspace.write(name, code);
  }
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--test", "--test-reporter=tap", "disk-flavor.test.js"],
    { cwd: workspace.folder, env },
  );
  expect(stdout).toMatch(/# pass 11\b/);
  expect(stdout).toMatch(/# fail 0\b/);
});
