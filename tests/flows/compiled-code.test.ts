// What V8 made of the command line's code is kept beside it: shown with a copy of the built code.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

let base: string;
let install: string;
let project: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "zenml-compiled-"));
  install = join(base, "zenml");
  project = join(base, "project");
  for (const name of ["bin", "dist", "package.json"]) {
    cpSync(join(ROOT, name), join(install, name), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(install, "node_modules"), "dir");
  mkdirSync(join(project, "node_modules"), { recursive: true });
  symlinkSync(install, join(project, "node_modules", "zenml"), "dir");
  writeFileSync(join(project, "package.json"), '{"type":"module"}');
  writeFileSync(join(project, "count.ts"), COUNT);
});
afterAll(() => rmSync(base, { recursive: true, force: true, maxRetries: 3 }));
beforeEach(() => rmSync(join(install, "dist/code/.compiled"), { recursive: true, force: true }));

const COUNT = `
import { pipeline, step } from "zenml";
const count = step("count", () => 3);
const twice = step("twice", ({ n }: { n: number }) => 2 * n);
export const all = pipeline("all", () => twice({ n: count() }));
`;

function zenml(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> {
  return node([join(install, "bin/zenml.cjs"), ...args], more);
}

function node(words: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> {
  const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ZENML_STORE_URL: ___, ...outer } = process.env;
  const env = { ...outer, HOME: base, ZENML_CONFIG_PATH: join(base, "config"), ...more };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { cwd: project, env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${words.join(" ")}: ${stderr}`, { cause: error }));
    });
  });
}

function kept(): string[] {
  const folder = join(install, "dist/code/.compiled", `${process.version}-${process.arch}`);
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

const names = () => kept().map((file) => file.replace(/^.*[/\\]/, ""));

test("a command keeps what was compiled under its own words, and answers the same from it", async () => {
  const first = await zenml(["stack", "list", "-o", "json"]);
  expect(names()).toEqual(["zenml_stack_list.bin"]);
  const [file = ""] = kept();
  const before = readFileSync(file);
  expect(await zenml(["stack", "list", "-o", "json"])).toBe(first);
  expect(readFileSync(file)).toEqual(before);
});

test("what another call of the command loads is added", async () => {
  await zenml(["stack", "list"]);
  const [file = ""] = kept();
  const before = readFileSync(file).length;
  await zenml(["stack", "list", "-o", "yaml"]);
  expect(readFileSync(file).length).toBeGreaterThan(before);
});

test("a run and the pipeline's own import share one copy of the code", async () => {
  for (let time = 0; time < 3; time++) await zenml(["run", "count.ts", "--no-cache", "-q"]);
  expect(names()).toEqual(["zenml_run.bin"]);
  const runs: unknown = JSON.parse(await zenml(["run", "list", "-o", "json"]));
  expect(runs).toMatchObject([1, 2, 3].map(() => ({ status: "completed" })));
});

/** Notes what Node loaded of its own. */
const WATCH = `
process.on("exit", () => require("node:fs").writeFileSync("loaded.json", JSON.stringify(process.moduleLoadList)));
process.argv.splice(1, 1);
require(process.argv[1]);
`;

test("a run of steps that are known to be short loads nothing for processes and threads", async () => {
  writeFileSync(join(project, "watch.cjs"), WATCH);
  // Known after the first, kept as compiled code after the second.
  for (let count = 0; count < 2; count += 1) await zenml(["run", "count.ts", "--no-cache"]);
  const words = [join(project, "watch.cjs"), join(install, "bin/zenml.cjs")];
  await node([...words, "run", "count.ts", "--no-cache", "--quiet"]);
  const loaded: string[] = JSON.parse(readFileSync(join(project, "loaded.json"), "utf8"));
  expect(loaded).toContain("NativeModule crypto");
  for (const name of ["child_process", "worker_threads", "readline", "v8"]) {
    expect(loaded).not.toContain(`NativeModule ${name}`);
  }
});

test("code that was changed in place is compiled anew", async () => {
  const main = join(install, "dist/code/main.cjs");
  const text = readFileSync(main, "utf8");
  await zenml(["--version"]);
  try {
    writeFileSync(main, text.replace("zenml, version", "ZENML, version"));
    expect(await zenml(["--version"])).toMatch(/^ZENML, version/);
    expect(await zenml(["--version"])).toMatch(/^ZENML, version/);
  } finally {
    writeFileSync(main, text);
  }
});

test("what was cut off is written again", async () => {
  await zenml(["stack", "list"]);
  const [file = ""] = kept();
  const whole = readFileSync(file).length;
  truncateSync(file, Math.floor(whole / 2));
  await zenml(["stack", "list"]);
  expect(readFileSync(file).length).toBeGreaterThan(whole / 2);
});

test("words of a person name no file, and nothing is kept of what failed", async () => {
  await expect(zenml(["stack", "describe", "nowhere"])).rejects.toThrow("nowhere");
  await zenml(["--profile", "default", "stack", "list"]);
  expect(names()).toEqual([]);
  await zenml(["stack", "describe", "default"]);
  expect(names()).toEqual(["zenml_stack_describe.bin"]);
});

test("Node's own switch turns it off", async () => {
  await zenml(["stack", "list"], { NODE_DISABLE_COMPILE_CACHE: "1" });
  expect(names()).toEqual([]);
});
