import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { originalPosition } from "./original-position.js";

const folder = mkdtempSync(join(tmpdir(), "zenml-positions-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a position stays as it is where Node keeps no source map", () => {
  const source = { file: "/nowhere/bundle.js", line: 3, column: 5 };
  expect(originalPosition(source)).toEqual(source);
});

test("a position in a bundle is led back to the source", () => {
  const ours = join(import.meta.dirname, "original-position.ts");
  buildSync({
    entryPoints: [ours],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: join(folder, "positions.mjs"),
  });
  const source = [
    "// one",
    "// two",
    "export const thrown = (): Error =>",
    '  new Error("here");',
  ].join("\n");
  writeFileSync(join(folder, "person.ts"), source);
  const entry = [
    'import { originalPosition } from "./positions.mjs";',
    'const { thrown } = await import("./bundle.mjs");',
    "Error.prepareStackTrace = (_, [site]) => ({ line: site.getLineNumber(), column: site.getColumnNumber() });",
    'const at = { file: new URL("./bundle.mjs", import.meta.url).pathname, ...thrown().stack };',
    "console.log(JSON.stringify([at, originalPosition(at)]));",
  ];
  writeFileSync(join(folder, "main.mjs"), entry.join("\n"));
  buildSync({
    entryPoints: [join(folder, "person.ts")],
    format: "esm",
    sourcemap: "inline",
    minifyWhitespace: true,
    outfile: join(folder, "bundle.mjs"),
  });
  const printed = execFileSync(
    process.execPath,
    ["--enable-source-maps", join(folder, "main.mjs")],
    { encoding: "utf8" },
  );
  const [raw, mapped] = JSON.parse(printed);
  expect(raw.line).toBe(1);
  expect(mapped).toEqual({ file: join(folder, "person.ts"), line: 4, column: 3 });
});
