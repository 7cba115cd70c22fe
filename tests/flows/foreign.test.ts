// Steps in other languages as a person runs them: the built command line, worker threads, the cache.
import { once } from "node:events";
import { execFile } from "node:child_process";
import { cp, symlink } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const ROOT = join(import.meta.dirname, "../..");

const FILES = {
  "mixed.ts": `
import { commandStep, file, json, pipeline, pythonStep, step } from "zenml";
import type { FileValue } from "zenml";
import * as z from "zod";

const load = step("load", () => [3, 1, 2]);
const scale = pythonStep("scale", {
  script: "steps.py",
  function: "scale",
  params: z.object({ by: z.number().default(2) }),
  inputs: { numbers: json<number[]>() },
  outputs: { scaled: json<number[]>(), lines: file },
});
const sort = commandStep("sort", {
  inputs: { lines: file },
  outputs: { sorted: file },
  command: ["sort", "-n", "-o", "{outputs.sorted}", "{inputs.lines}"],
  files: [],
});
const last = pythonStep("last", {
  script: "steps.py",
  function: "last",
  inputs: { lines: file },
  outputs: { number: json<number>() },
});
const show = step("show", async ({ lines, number }: { lines: FileValue; number: number }) => {
  console.log("sorted", (await lines.text()).split("\\n").join(" "), "last", number);
});
export const mixed = pipeline("mixed", () => {
  const { lines } = scale({ numbers: load() });
  const { sorted } = sort({ lines });
  show({ lines: sorted, number: last({ lines: sorted }).number });
});
`,
  "steps.py": `
from numbers_of import text_of

def scale(numbers, by, context):
    scaled = [number * by for number in numbers]
    print("scaling", len(numbers), "numbers")
    path = context.path("lines.txt")
    path.write_text(text_of(scaled))
    return {"scaled": scaled, "lines": path}

def last(lines):
    return {"number": int(lines.read_text().split()[-1])}
`,
  "numbers_of.py": "def text_of(numbers):\n    return ''.join('%d\\n' % one for one in numbers)\n",
  "failing.ts": `
import { json, pipeline, pythonStep, step } from "zenml";
const divide = pythonStep("divide", {
  script: "divide.py", function: "divide",
  inputs: { by: json<number>() }, outputs: { out: json<number>() },
});
export const failing = pipeline("failing", () => { divide({ by: step("zero", () => 0)() }); });
`,
  "divide.py":
    "def divide(by):\n    return {'out': share(by)}\n\ndef share(by):\n    return 1 / by\n",
  "missing.ts": `
import { json, pipeline, pythonStep } from "zenml";
const outputs = { out: json<number>() };
const one = pythonStep("one", { script: "nowhere.py", function: "f", outputs });
const two = pythonStep("two", { script: "divide.py", function: "divide", outputs, environment: { requirements: "none.txt" } });
export const missing = pipeline("missing", () => { one(); two(); });
`,
  "waiting.ts": `
import { json, pipeline, pythonStep } from "zenml";
const wait = pythonStep("wait", { script: "waiting.py", function: "wait", outputs: { out: json<number>() } });
export const waiting = pipeline("waiting", () => { wait(); });
`,
  "waiting.py": `
import os, time
def wait():
    print("waiting as", os.getpid(), flush=True)
    try:
        time.sleep(120)
    finally:
        open("cleaned", "w").close()
    return {"out": 1}
`,
  "by-hand.ts": `
import { json, pipeline, pythonStep, testContext } from "zenml";
const divide = pythonStep("divide", {
  script: "divide.py", function: "divide",
  inputs: { by: json<number>() }, outputs: { out: json<number>() },
});
console.log(JSON.stringify(await divide.fn({ by: 4 }, testContext())));
const failure = await divide.fn({ by: 0 }, testContext()).catch((error) => error);
console.log(failure.code, failure.message);
const p = pipeline("scripted", () => { divide({ by: 2 }); });
const run = await p.run({ enable_cache: false, onEvent: () => undefined });
console.log(run.status, await (await (await run.step("divide")).output("out")).read());
`,
};

let workspace: Workspace;
beforeAll(async () => {
  workspace = await makeWorkspace(FILES);
});
afterAll(() => workspace.remove());

async function statuses(): Promise<Record<string, string>> {
  const [run] = (await workspace.json("run", "list")) as { id: string }[];
  const steps = (await workspace.json("step", "list", "--filter", `run_id=${run?.id}`)) as {
    name: string;
    status: string;
  }[];
  return Object.fromEntries(steps.map(({ name, status }) => [name, status]));
}

test("values pass between TypeScript, Python and a program; what is known is not done again", async () => {
  const first = await workspace.zenml("run", "mixed.ts");
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr).toContain("[scale] scaling 3 numbers");
  expect(first.stderr).toContain("[show] sorted 2 4 6  last 6");
  await workspace.zenml("run", "mixed.ts");
  const all = { load: "cached", scale: "cached", sort: "cached", last: "cached", show: "cached" };
  expect(await statuses()).toEqual(all);
});

test("a module that the script imports runs its steps again, and 'step why' names it", async () => {
  await workspace.write("numbers_of.py", `# changed\n${FILES["numbers_of.py"]}`);
  await workspace.zenml("run", "mixed.ts");
  expect(await statuses()).toMatchObject({ load: "cached", scale: "completed", sort: "cached" });
  const [run] = (await workspace.json("run", "list")) as { name: string }[];
  const why = await workspace.zenml("step", "why", `${run?.name}/scale`);
  expect(why.stdout).toContain("numbers_of.py changed");
});

test("a Python step that fails shows its traceback, and its line as the place", async () => {
  const { code, stderr } = await workspace.zenml("run", "failing.ts");
  expect(code).toBe(1);
  expect(stderr).toContain("Step 'divide' failed at divide.py:5");
  expect(stderr).toContain("ZeroDivisionError: division by zero");
  expect(stderr).toContain("Traceback (most recent call last):");
  expect(stderr).toContain("line 2, in divide");
});

test("what is missing is told before a run begins, all of it", async () => {
  const { code, stderr } = await workspace.zenml("run", "missing.ts");
  expect(code).toBe(1);
  expect(stderr).toContain("nowhere.py");
  expect(stderr).toContain("none.txt");
  expect(stderr).not.toContain("Creating run");
});

test("Ctrl-C reaches the Python step, which cleans up and is gone", async () => {
  const child = workspace.start("run", "waiting.ts");
  const pid = await new Promise<number>((resolve) => {
    let seen = "";
    child.stderr?.on("data", (text: Buffer) => {
      seen += String(text);
      const found = /waiting as (\d+)\n/.exec(seen)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
  });
  child.kill("SIGINT");
  await once(child, "exit");
  expect(existsSync(join(workspace.folder, "cleaned"))).toBe(true);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("a step is called by hand as a function, and run by pipeline.run()", async () => {
  const { stdout } = await runScript();
  expect(stdout.split("\n").slice(0, 3)).toEqual([
    '{"out":0.25}',
    "step_failed Step 'divide' failed at divide.py:5: ZeroDivisionError: division by zero",
    "completed 0.5",
  ]);
});

/** Node 20 takes no types away: the bundler that the product has does it. */
async function runScript() {
  const outfile = join(workspace.folder, "by-hand.mjs");
  const entryPoints = [join(workspace.folder, "by-hand.ts")];
  await build({ entryPoints, outfile, format: "esm", sourcemap: "inline" });
  const env = { ...process.env, ZENML_CONFIG_PATH: workspace.config };
  return promisify(execFile)(process.execPath, [outfile], { cwd: workspace.folder, env });
}

test("the example trains scikit-learn between steps of TypeScript", async () => {
  const folder = join(workspace.folder, "cars");
  await cp(join(ROOT, "examples", "cars"), folder, { recursive: true });
  for (const name of ["vega-datasets", "apache-arrow"]) {
    const target = join(workspace.folder, "node_modules", name);
    await symlink(join(ROOT, "node_modules", name), target, "dir");
  }
  // Kept beside the packages of this repository: what was installed once serves the next time.
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
  const { code, stderr } = await workspace.zenml("run", "cars/pipeline.ts", "--param", "trees=10");
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/10 trees: wrong by \d\.\d\d miles a gallon in cross-validation/);
  const error = (await workspace.json("artifact", "list", "--filter", "name=error")) as {
    preview: string;
  }[];
  expect(Number(error[0]?.preview)).toBeLessThan(3);
}, 600_000);
