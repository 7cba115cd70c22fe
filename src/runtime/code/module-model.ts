// A bundle as a list of items: each top-level declaration, and each statement that runs while the
// module loads. Knows names and files, not what the code does.
import { parse } from "acorn";
import type { Comment, ImportDeclaration, Program } from "acorn";
import { literalText, patternNames } from "./syntax/ast.js";
import type { AnyNode } from "./syntax/ast.js";
import { scopesOf } from "./syntax/scopes.js";
import type { Scope, Scopes } from "./syntax/scopes.js";
import { shapeOf } from "./syntax/shapes.js";
import type { Shape } from "./syntax/shapes.js";
import { statementLabel } from "./syntax/statement-label.js";

export interface Item {
  /** `<file>:<declaration>`, unique in the bundle. */
  readonly key: string;
  readonly file: string;
  readonly names: readonly string[];
  readonly nodes: readonly AnyNode[];
  /** A statement: runs for what it does, not for a name it declares. */
  readonly isStatement: boolean;
}

export interface ImportedName {
  readonly specifier: string;
  /** The name in the package; `*` for all of it. */
  readonly imported: string;
}

export interface ModuleModel {
  readonly program: Program;
  readonly scopes: Scopes;
  readonly scope: Scope;
  readonly items: readonly Item[];
  /** Name in the bundle → index of the item that declares it. */
  readonly itemOf: ReadonlyMap<string, number>;
  /** Name in the bundle → name that stays the same when the bundler renames. */
  readonly identities: ReadonlyMap<string, string>;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** Packages imported for their effects alone. */
  readonly bareImports: readonly string[];
  /** Names of the bundler's own helpers. */
  readonly runtime: ReadonlySet<string>;
}

export interface BundleText {
  readonly text: string;
  /** The name that an identifier had before bundling, by offset in the text. */
  readonly originalName: (offset: number) => string | undefined;
}

interface Draft {
  readonly items: Item[];
  readonly imports: Map<string, ImportedName>;
  readonly bareImports: string[];
  readonly runtime: Set<string>;
  readonly identities: Map<string, string>;
  readonly shapes: Map<string, Shape>;
  readonly used: Map<string, number>;
}

/** Names that stand for a module's own place; the loader declares them. */
export const META_NAME = /^__zenml_(url|dirname|filename|resolve)\d*$/;

export function readModule({ text, originalName }: BundleText): ModuleModel {
  const comments: Comment[] = [];
  const program = parse(text, { ecmaVersion: "latest", sourceType: "module", onComment: comments });
  const { scopes, module } = scopesOf(program);
  const fileAt = fileFinder(program, comments);
  const draft: Draft = {
    items: [],
    imports: new Map(),
    bareImports: [],
    runtime: new Set(),
    identities: new Map(),
    shapes: new Map(),
    used: new Map(),
  };
  for (const statement of program.body) {
    const file = fileAt(statement.start);
    if (statement.type === "ImportDeclaration") addImport(statement, draft);
    else if (statement.type.startsWith("Export")) continue;
    else if (file === undefined) addRuntime(statement, draft);
    else for (const part of partsOf(statement)) addItem(part, { file, originalName, draft });
  }
  const { items, imports, bareImports, runtime, identities, shapes } = draft;
  const itemOf = new Map(items.flatMap((item, index) => item.names.map((name) => [name, index])));
  return {
    ...{ program, scopes, scope: module, items, itemOf },
    ...{ imports, bareImports, runtime, identities, shapes },
  };
}

interface Part {
  readonly node: AnyNode;
  readonly names: readonly { readonly name: string; readonly start: number }[];
  readonly isStatement: boolean;
}

/** One part a declarator, since `var a = 1, b = 2` are two things to depend on. */
function partsOf(statement: AnyNode): Part[] {
  switch (statement.type) {
    case "VariableDeclaration":
      return statement.declarations.map((node) => ({
        node,
        names: patternNames(node.id).map((name) => ({ name, start: node.id.start })),
        isStatement: false,
      }));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return statement.id === null
        ? []
        : [
            {
              node: statement,
              names: [{ name: statement.id.name, start: statement.id.start }],
              isStatement: false,
            },
          ];
    case "EmptyStatement":
      return [];
    default:
      return [{ node: statement, names: [], isStatement: true }];
  }
}

interface Adding {
  readonly file: string;
  readonly originalName: BundleText["originalName"];
  readonly draft: Draft;
}

function addItem(part: Part, { file, originalName, draft }: Adding): void {
  const names = part.names.map(({ name }) => name);
  if (names.every((name) => META_NAME.test(name)) && names.length > 0) return;
  if (joinExports(part.node, draft)) return;
  const originals = part.names.map(({ name, start }) =>
    part.node.type === "VariableDeclarator" && part.node.id.type !== "Identifier"
      ? name
      : (originalName(start) ?? defaultName(name, file)),
  );
  const label = part.isStatement ? statementLabel(part.node, originalName) : originals.join(", ");
  const key = uniqueKey(`${file}:${label}`, draft.used);
  names.forEach((name, index) => {
    draft.identities.set(name, names.length === 1 ? key : `${key}/${index}`);
    const init = part.node.type === "VariableDeclarator" ? part.node.init : part.node;
    draft.shapes.set(name, names.length === 1 ? shapeOf(init) : { kind: "other" });
  });
  const isStatement = part.isStatement;
  draft.items.push({ key, file, names, nodes: [part.node], isStatement });
}

function uniqueKey(key: string, used: Map<string, number>): string {
  const count = (used.get(key) ?? 0) + 1;
  used.set(key, count);
  return count === 1 ? key : `${key} #${count}`;
}

/** The bundler names a default export after its file. */
function defaultName(name: string, file: string): string {
  const stem = file.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  const generated = `${stem.replace(/[^\p{L}\p{N}_$]+/gu, "_")}_default`;
  return name.replace(/\d+$/, "") === generated.replace(/\d+$/, "") ? "default" : name;
}

/** `__export(features_exports, …)` only fills the object that was declared just before. */
function joinExports(node: AnyNode, draft: Draft): boolean {
  if (node.type !== "ExpressionStatement" || node.expression.type !== "CallExpression")
    return false;
  const { callee, arguments: args } = node.expression;
  const [target] = args;
  if (callee.type !== "Identifier" || callee.name !== "__export") return false;
  if (target?.type !== "Identifier" || !draft.runtime.has("__export")) return false;
  const index = draft.items.findLastIndex((item) => item.names.includes(target.name));
  const item = draft.items[index];
  if (item === undefined) return false;
  draft.items[index] = { ...item, nodes: [...item.nodes, node] };
  return true;
}

function addImport(statement: ImportDeclaration, draft: Draft): void {
  const specifier = String(statement.source.value);
  if (statement.specifiers.length === 0) draft.bareImports.push(specifier);
  for (const one of statement.specifiers) {
    draft.imports.set(one.local.name, { specifier, imported: importedName(one) });
  }
}

function importedName(specifier: ImportDeclaration["specifiers"][number]): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  const { imported } = specifier;
  return imported.type === "Identifier" ? imported.name : (literalText(imported) ?? "");
}

function addRuntime(statement: AnyNode, draft: Draft): void {
  for (const part of partsOf(statement)) for (const { name } of part.names) draft.runtime.add(name);
}

/** The bundler writes the file's name before the code of each file, and nothing else at that place. */
function fileFinder(
  program: Program,
  comments: readonly Comment[],
): (offset: number) => string | undefined {
  const isInside = (offset: number) =>
    program.body.some((statement) => statement.start < offset && offset < statement.end);
  const headings = comments.filter(
    (comment) => comment.type === "Line" && !isInside(comment.start),
  );
  let next = 0;
  let file: string | undefined;
  return (offset) => {
    for (; (headings[next]?.start ?? Infinity) < offset; next += 1) {
      file = headings[next]?.value.trim().replace(/^.*\) in /, "");
    }
    return file;
  };
}
