import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "acorn";
import type { AnyNode } from "acorn";
import { simple } from "acorn-walk";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageName } from "../../scripts/layers.mjs";
import { PackedPackage } from "./packed-package.js";
import { PUBLIC_API } from "./public-api.js";

const run = promisify(execFile);
const packed = new PackedPackage();
beforeAll(() => packed.prepare());
afterAll(() => packed.close());

/** How TypeScript users find the package: as Node does, and as bundlers do. */
const RESOLUTIONS: readonly (readonly [string, ts.CompilerOptions])[] = [
  ["NodeNext", { module: ts.ModuleKind.NodeNext }],
  ["bundlers", { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
];

function programOf(subpaths: readonly string[], options: ts.CompilerOptions): ts.Program {
  const file = join(packed.project, "user.ts");
  const lines = subpaths.map((subpath, index) => `export * as part${index} from "${subpath}";`);
  writeFileSync(file, lines.join("\n"));
  return ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node"],
    typeRoots: [join(import.meta.dirname, "../../node_modules/@types")],
    lib: ["lib.es2023.d.ts"],
    ...options,
  });
}

/** Every exported name, of values and types. */
function exportedNames(subpath: string, options: ts.CompilerOptions): string[] {
  const program = programOf([subpath], options);
  return exportsOf(program, program.getTypeChecker())
    .map((symbol) => symbol.name)
    .toSorted();
}

/** Of the first subpath of a program. */
function exportsOf(program: ts.Program, checker: ts.TypeChecker): readonly ts.Symbol[] {
  const user = program.getSourceFile(join(packed.project, "user.ts"));
  const part =
    user && checker.getSymbolAtLocation(user)?.exports?.get(ts.escapeLeadingUnderscores("part0"));
  const module = part && checker.getAliasedSymbol(part);
  if (module === undefined) return [];
  return checker.getExportsOfModule(module);
}

test("every file that package.json names is packed", () => {
  const { exports, bin } = packed.manifest;
  const named = [...Object.values(exports), ...Object.values(bin)].flatMap((target) =>
    typeof target === "string" ? [target] : [target.types, target.default],
  );
  expect(named.filter((file) => !existsSync(join(packed.folder, file)))).toEqual([]);
});

test("no source, test or cache is packed", () => {
  const expected =
    /^(bin|dist|deploy)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md|python\/zenml_step\.py)$/;
  const foreign = packed.files().filter((file) => !expected.test(file));
  expect(foreign).toEqual([]);
});

test("the lists of the public API are of the subpaths that exist", () => {
  expect(Object.keys(PUBLIC_API).toSorted()).toEqual(packed.subpaths.toSorted());
});

describe.each(Object.entries(PUBLIC_API))("%s", (subpath, { values, types }) => {
  test.each(["import", "require"])("%s() gives exactly the listed values", async (way) => {
    const load =
      way === "import"
        ? `await import("${subpath}")`
        : `module.createRequire("${packed.project}/")("${subpath}")`;
    const code = `import module from "node:module"; console.log(JSON.stringify(Object.keys(${load})))`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", code], {
      cwd: packed.project,
    });
    expect(JSON.parse(stdout).toSorted()).toEqual([...values].toSorted());
  });

  test.each(RESOLUTIONS)(
    "the types resolve with %s and are exactly the listed ones",
    (_, options) => {
      expect(exportedNames(subpath, options)).toEqual([...values, ...types].toSorted());
    },
  );
});

test.each(RESOLUTIONS)("the types have no errors of their own with %s", (_, options) => {
  const program = programOf(packed.subpaths, { ...options, skipLibCheck: false });
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(packed.folder))
    .flatMap((file) => program.getSemanticDiagnostics(file))
    .map(({ file, messageText }) => {
      return `${file?.fileName} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  expect(own).toEqual([]);
});

test("code and types import declared dependencies alone", () => {
  const { dependencies } = packed.manifest;
  const undeclared = packed
    .files()
    .filter((file) => /\.(c?js|d\.ts)$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(packed.folder, file), "utf8");
      const found = file.endsWith(".cjs") ? required(text) : imported(text);
      return found.map((specifier) => `${file} ${specifier}`);
    })
    .filter((line) => {
      const specifier = line.slice(line.indexOf(" ") + 1);
      if (specifier.startsWith(".") || isBuiltin(specifier)) return false;
      return !(packageName(specifier) in dependencies);
    });
  expect(undeclared).toEqual([]);
});

test("the types name nothing that a validator declares", () => {
  const naming = packed
    .files()
    .filter((file) => file.endsWith(".d.ts"))
    .filter((file) => imported(readFileSync(join(packed.folder, file), "utf8")).some(isOfZod));
  expect(naming).toEqual([]);
});

function isOfZod(specifier: string): boolean {
  return packageName(specifier) === "zod";
}

test("editors show what each value is for", () => {
  const values = PUBLIC_API["zenml"]?.values ?? [];
  const program = programOf(["zenml"], { module: ts.ModuleKind.NodeNext });
  const checker = program.getTypeChecker();
  const mute = exportsOf(program, checker)
    .filter((symbol) => values.includes(symbol.name))
    .filter((symbol) => commentOf(symbol, checker).length === 0)
    .map((symbol) => symbol.name);
  expect(mute).toEqual([]);
});

function commentOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.SymbolDisplayPart[] {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return (isAlias ? checker.getAliasedSymbol(symbol) : symbol).getDocumentationComment(checker);
}

function imported(text: string): readonly string[] {
  return ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
}

/** What code asks for by a name that stands in it; a quick look would take text for code. */
function required(text: string): readonly string[] {
  const found: string[] = [];
  const add = (node: AnyNode | undefined): void => {
    if (node?.type === "Literal" && typeof node.value === "string") found.push(node.value);
  };
  simple(parse(text, { ecmaVersion: "latest", allowHashBang: true }), {
    ImportExpression: ({ source }) => add(source),
    CallExpression: ({ callee, arguments: given }) => {
      if (callee.type === "Identifier" && callee.name === "require") add(given[0]);
    },
  });
  return found;
}
