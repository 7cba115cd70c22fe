import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { declaredHashes } from "./declared-hashes.js";
import { FileHashes } from "./file-hashes.js";

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "zenml-declared-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const of = (files: readonly string[], known?: FileHashes) =>
  declaredHashes({ files: [...files] }, { root, env: {}, ...(known && { known }) });

test("nothing declared is nothing to look at", async () => {
  expect(await declaredHashes(undefined, { root, env: {} })).toEqual({
    hashes: {},
    uncacheable: null,
  });
});

test("a file counts by its content, wherever the project lies", async () => {
  write("data.csv", "a,b");
  const before = await of(["./data.csv"]);
  expect(Object.keys(before.hashes)).toEqual(["file data.csv"]);
  write("data.csv", "a,b,c");
  expect(await of(["./data.csv"])).not.toEqual(before);
  write("data.csv", "a,b");
  expect(await of(["./data.csv"])).toEqual(before);
});

test("a missing file is a state of its own, unlike an empty one", async () => {
  expect((await of(["gone.csv"])).hashes).toEqual({ "file gone.csv": "missing" });
  write("gone.csv", "");
  expect((await of(["gone.csv"])).hashes["file gone.csv"]).toMatch(/^sha256:/);
});

test.for([
  ["data/*.csv", ["data/a.csv", "data/b.csv"]],
  ["data/**/*.csv", ["data/a.csv", "data/b.csv", "data/deep/er/c.csv"]],
  ["data/{a,b}.csv", ["data/a.csv", "data/b.csv"]],
  ["data/[!a].csv", ["data/b.csv"]],
  ["data/?.txt", ["data/d.txt"]],
  ["data", ["data/a.csv", "data/b.csv", "data/d.txt", "data/deep/er/c.csv"]],
  ["data/", ["data/a.csv", "data/b.csv", "data/d.txt", "data/deep/er/c.csv"]],
] as const)("'%s' stands for its files", async ([pattern, files]) => {
  for (const name of ["a.csv", "b.csv", "d.txt", "deep/er/c.csv"]) write(`data/${name}`, name);
  write("data/node_modules/x.csv", "");
  const { hashes } = await of([pattern]);
  expect(Object.keys(hashes)).toEqual(files.map((file) => `file ${file}`));
});

test("a pattern that nothing matches has a state too, and a new file changes it", async () => {
  const before = await of(["data/*.csv"]);
  expect(before.hashes).toEqual({ "file data/*.csv": "no files" });
  write("data/a.csv", "");
  expect((await of(["data/*.csv"])).hashes).not.toEqual(before.hashes);
});

test("many files are known by one hash, which any of them changes", async () => {
  for (let index = 0; index < 60; index += 1) write(`data/${index}.csv`, "x");
  const before = await of(["data"]);
  expect(Object.keys(before.hashes)).toEqual(["file data"]);
  expect(before.hashes["file data"]).toMatch(/^60 files, /);
  write("data/59.csv", "y");
  expect(await of(["data"])).not.toEqual(before);
});

test("a file that stays as it is is read once for many steps", async () => {
  write("large.bin", "x".repeat(100_000));
  const known = new FileHashes();
  const first = known.of(join(root, "large.bin"));
  const inner = await Promise.all([first, known.of(join(root, "large.bin"))]);
  expect(inner[0]).toBe(inner[1]);
  appendFileSync(join(root, "large.bin"), "y");
  expect(await known.of(join(root, "large.bin"))).not.toBe(inner[0]);
});

test("what has no content to be known by makes the step one that is not cached", async () => {
  execFileSync("mkfifo", [join(root, "pipe")]);
  expect((await of(["pipe"])).uncacheable).toContain("'pipe'");
  symlinkSync("loop", join(root, "loop"));
  expect((await of(["loop"])).uncacheable).toContain("'loop'");
});

test("a folder that links to itself ends", async () => {
  write("data/a.csv", "a");
  symlinkSync(".", join(root, "data/self"));
  expect(Object.keys((await of(["data"])).hashes)).toEqual(["file data/a.csv", "file data/self"]);
});

test("a variable counts by its value, which is kept nowhere", async () => {
  const hashOf = async (env: NodeJS.ProcessEnv) =>
    (await declaredHashes({ environment: ["TOKEN"] }, { root, env })).hashes["environment TOKEN"];
  expect(await hashOf({})).toBe("not set");
  expect(await hashOf({ TOKEN: "" })).not.toBe("not set");
  expect(await hashOf({ TOKEN: "secret" })).not.toContain("secret");
  expect(await hashOf({ TOKEN: "secret" })).not.toBe(await hashOf({ TOKEN: "other" }));
});
