import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { rememberPlace } from "./remember-place.js";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "zenml-place-"));
});

function makeStore(folder: string): void {
  mkdirSync(join(folder, "stacks"), { recursive: true });
  writeFileSync(join(folder, "zenml-store.yaml"), "");
}

test("folders that were made on the way to a store go with it", () => {
  const folder = join(home, "a", "b", "c");
  const undo = rememberPlace(folder, "local");
  makeStore(folder);
  undo();
  expect(readdirSync(home)).toEqual([]);
});

test("what lay in the folder before stays", () => {
  writeFileSync(join(home, "README.md"), "");
  const undo = rememberPlace(home, "local");
  makeStore(home);
  undo();
  expect(readdirSync(home)).toEqual(["README.md"]);
});

test("a store that was there before stays, with what came meanwhile", () => {
  makeStore(home);
  const undo = rememberPlace(home, "local");
  writeFileSync(join(home, "stacks", "new.yaml"), "");
  undo();
  expect(existsSync(join(home, "stacks", "new.yaml"))).toBe(true);
});

test("a database goes with the files beside it, and its neighbours stay", () => {
  const file = join(home, "new", "zenml.db");
  const undo = rememberPlace(file, "sql");
  mkdirSync(dirname(file));
  for (const name of ["zenml.db", "zenml.db-wal", "notes.txt"]) {
    writeFileSync(join(dirname(file), name), "");
  }
  undo();
  expect(readdirSync(dirname(file))).toEqual(["notes.txt"]);
});

test("a database that was there before stays", () => {
  const file = join(home, "zenml.db");
  writeFileSync(file, "mine");
  const undo = rememberPlace(file, "sql");
  writeFileSync(`${file}-wal`, "");
  undo();
  expect(readdirSync(home)).toEqual(["zenml.db", "zenml.db-wal"]);
});
