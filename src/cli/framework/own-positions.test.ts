import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { withSourcePositions } from "./own-positions.js";

const folder = mkdtempSync(join(tmpdir(), "zenml-positions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("places in code that has a map are those of its source", () => {
  // The third line, fifth column is the second line, third column of the source.
  const map = { version: 3, names: [], sources: ["../src/a.ts"], mappings: ";;IACE" };
  writeFileSync(join(folder, "a.cjs.map"), JSON.stringify(map));
  const text = `Error: x\n    at f (${join(folder, "a.cjs")}:3:5)\n    at node:internal/x:1:2`;
  expect(withSourcePositions(text)).toBe(
    `Error: x\n    at f (${join(folder, "../src/a.ts")}:2:3)\n    at node:internal/x:1:2`,
  );
});

test.each([undefined, "not a map"])("a place without a usable map (%s) stays as it is", (map) => {
  const file = join(folder, `${map === undefined ? "none" : "bad"}.cjs`);
  if (map !== undefined) writeFileSync(`${file}.map`, map);
  expect(withSourcePositions(`at ${file}:1:1`)).toBe(`at ${file}:1:1`);
});
