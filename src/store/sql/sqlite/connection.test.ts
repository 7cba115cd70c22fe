import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect } from "./connection.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-sqlite-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("booleans are stored as numbers, and rows come back in the order of their columns", () => {
  const connection = connect(join(folder, "a.db"));
  connection.exec("create table t (a, b, c)");
  expect(connection.run("insert into t values (?, ?, ?)", [true, null, "x"])).toBe(1);
  expect(connection.all("select c, b, a from t")).toEqual([["x", null, 1]]);
  connection.close();
});

test.each([
  ["undefined", undefined],
  ["an object", {}],
  ["a date", new Date(0)],
  ["NaN", Number.NaN],
])("%s is refused as a parameter", (_, value) => {
  const connection = connect(join(folder, "a.db"));
  expect(() => connection.all("select ?", [value])).toThrow(TypeError);
  connection.close();
});

test("text with emoji and quotes comes back as it was, with a zero character as its bytes", () => {
  const connection = connect(join(folder, "a.db"));
  const text = "a'\"🙂é\n";
  expect(connection.all("select ?", [text])).toEqual([[text]]);
  expect(connection.all("select ?", ["a\0b"])).toEqual([[new Uint8Array([97, 0, 98])]]);
  connection.close();
});

test("a connection can be closed twice", () => {
  const connection = connect(join(folder, "a.db"));
  connection.close();
  expect(() => connection.close()).not.toThrow();
});
