// Proves that the linter and the architecture test catch what they are there for, in a tree with faults.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readImports, sourceFiles, type Import } from "./imports.js";
import { browserViolations, cycles, layerViolations } from "./rules.js";

const repository = join(import.meta.dirname, "../..");
const run = promisify(execFile);

const TREE: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ type: "module", dependencies: { kysely: "*", "js-yaml": "*" } }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: { module: "NodeNext", target: "ES2022", strict: true, types: [] },
    include: ["src"],
  }),
  "oxlint.config.mjs": [
    `import { lintConfig } from ${JSON.stringify(pathToFileURL(join(repository, "scripts/lint-config.mjs")).href)};`,
    "export default lintConfig(import.meta.dirname);",
  ].join("\n"),
  "src/util/clean.ts": "export const clean = 1;",
  "src/util/up.ts": 'import { entity } from "../domain/entity.js";\nexport const up = entity;',
  "src/util/path.ts": 'import { sep } from "node:path";\nexport const path = sep;',
  "src/domain/entity.ts": 'import { path } from "../util/path.js";\nexport const entity = path;',
  "src/domain/disk.ts": 'import { rmSync } from "node:fs";\nexport const disk = rmSync;',
  "src/stack/query.ts": 'import { sql } from "kysely";\nexport const query = sql;',
  "src/stack/flavors.ts": 'export const load = () => import("../integrations/one/index.js");',
  "src/stack/eager.ts":
    'import { one } from "../integrations/one/index.js";\nexport const eager = one;',
  "src/stack/sneaky.ts": 'export const load = () => import("../integrations/one/index.js");',
  "src/integrations/one/index.ts": "export const one = 1;",
  "src/integrations/two/index.ts":
    'import { one } from "../one/index.js";\nexport const two = one;',
  "src/store/open.ts": 'import { table } from "./sql/table.js";\nexport const open = table;',
  "src/store/sql/table.ts":
    'import type { Deep } from "../../runtime/deep/deep.js";\nexport const table: Deep = 1;',
  "src/runtime/deep/deep.ts":
    'import { open } from "../../store/open.js";\nexport type Deep = number;\nexport const deep = open;',
  "src/cli/first.ts":
    'import { second } from "./second.js";\nexport const first = (): number => second();',
  "src/cli/second.ts":
    'import { first } from "./first.js";\nexport const second = (): number => first();',
  "src/cli/sloppy.ts": [
    "async function later(): Promise<void> {}",
    "export default function sloppy(value: any) {",
    "  later();",
    "  console.log(value!.name);",
    "}",
  ].join("\n"),
};

/** File → what both must say about its imports. */
const LAYER_FAULTS: readonly (readonly [string, string])[] = [
  ["src/util/up.ts", "'util' may not import 'domain'"],
  ["src/stack/query.ts", "'stack' may not import the package 'kysely'"],
  ["src/integrations/two/index.ts", "'integrations/two' may not import 'integrations/one'"],
  ["src/store/open.ts", "'store/open' may not import 'store/sql'"],
  ["src/store/sql/table.ts", "'store/sql' may not import 'runtime'"],
  ["src/runtime/deep/deep.ts", "'runtime' may not import 'store/open'"],
  ["src/stack/eager.ts", "'stack' may not import 'integrations/one'"],
  ["src/domain/disk.ts", "'domain' also runs in browsers"],
];

let folder: string;
let imports: Import[];
let lint: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zenml-layers-"));
  for (const [file, text] of Object.entries(TREE)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  const src = join(folder, "src");
  imports = sourceFiles(src).flatMap((file) => readImports(src, file));
  lint = await lintLines();
});

afterAll(() => rmSync(folder, { recursive: true }));

async function lintLines(): Promise<string[]> {
  const bin = join(repository, "node_modules/oxlint/bin/oxlint");
  const args = [bin, "-c", "oxlint.config.mjs", "--type-aware", "--format=json"];
  const output = await run(process.execPath, args, { cwd: folder }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
  const { diagnostics }: { diagnostics: { filename: string; code: string; help?: string }[] } =
    JSON.parse(output);
  return diagnostics.map(({ filename, code, help }) => `${filename} ${code} ${help ?? ""}`);
}

describe.each(LAYER_FAULTS)("%s", (file, complaint) => {
  test("is caught by the linter", () => {
    expect(lint.filter((line) => line.startsWith(`${file} `))).toContainEqual(
      expect.stringContaining(complaint),
    );
  });

  test("is caught by the architecture test", () => {
    const lines = layerViolations(imports).filter((line) => `src/${line}`.startsWith(`${file}:`));
    expect(lines).toContainEqual(expect.stringContaining(complaint));
  });
});

describe("a file that keeps to the table", () => {
  test.each(["src/util/clean.ts", "src/integrations/one/index.ts", "src/stack/flavors.ts"])(
    "%s is left alone",
    (file) => {
      expect(lint.filter((line) => line.startsWith(`${file} `))).toEqual([]);
      expect(layerViolations(imports).filter((line) => `src/${line}`.startsWith(file))).toEqual([]);
    },
  );
});

describe("an import() in a file that is not listed", () => {
  test("is caught by the linter and the architecture test", () => {
    expect(lint).toContainEqual(expect.stringContaining("src/stack/sneaky.ts"));
    expect(layerViolations(imports)).toContainEqual(
      expect.stringMatching(/^stack\/sneaky\.ts:1 .*LAZY_IMPORTS/),
    );
  });
});

describe("a cycle", () => {
  test("is caught by the linter", () => {
    expect(lint).toContainEqual(expect.stringContaining("src/cli/first.ts import(no-cycle)"));
  });

  test("is caught by the architecture test", () => {
    expect(cycles(imports)).toContainEqual("cli/first.ts -> cli/second.ts -> cli/first.ts");
  });
});

describe("Node's own modules below a browser-safe room", () => {
  test("are caught also where another room brings them in", () => {
    expect(browserViolations(imports)).toContainEqual("util/path.ts:1 node:path");
  });
});

describe("careless code", () => {
  test.each([
    "typescript(no-floating-promises)",
    "typescript(no-explicit-any)",
    "typescript(no-non-null-assertion)",
    "eslint(no-console)",
    "import(no-default-export)",
  ])("is caught by %s", (rule) => {
    expect(lint).toContainEqual(expect.stringContaining(`src/cli/sloppy.ts ${rule}`));
  });
});
