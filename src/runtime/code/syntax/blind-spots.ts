// Code whose meaning cannot be read from the bundle: text that is run, modules chosen at run time.
import { literalText } from "./ast.js";
import type { AnyNode } from "./ast.js";
import type { ImportedName } from "../module-model.js";

export interface LookUp {
  readonly isGlobal: (name: string) => boolean;
  readonly isRuntime: (name: string) => boolean;
  readonly imported: (name: string) => ImportedName | undefined;
}

const WAY_OUT = "import it at the top of the file instead";

/** Half a sentence, to follow the name of the code: why it cannot be known. */
export function blindSpot(node: AnyNode, names: LookUp): string | undefined {
  switch (node.type) {
    case "ImportExpression":
      return literalText(node.source) === undefined
        ? `imports a module whose name is computed; ${WAY_OUT}`
        : undefined;
    case "CallExpression":
    case "NewExpression":
      return blindCall(node, names);
    case "MemberExpression":
      return importedBlindSpot(memberOfNamespace(node, names));
    default:
      return undefined;
  }
}

type Call = Extract<AnyNode, { type: "CallExpression" | "NewExpression" }>;

function blindCall(call: Call, names: LookUp): string | undefined {
  const { callee } = call;
  const name = callee.type === "Identifier" ? callee.name : undefined;
  if (name === undefined) return undefined;
  if (names.isGlobal(name) && (name === "eval" || name === "Function")) {
    return `runs a text as code (${name}); write the code out instead`;
  }
  if (isRequire(name, names) && literalText(call.arguments[0]) === undefined) {
    return `requires a module whose name is computed; ${WAY_OUT}`;
  }
  return importedBlindSpot(names.imported(name));
}

function memberOfNamespace(
  node: Extract<AnyNode, { type: "MemberExpression" }>,
  names: LookUp,
): ImportedName | undefined {
  const { object, property, computed } = node;
  if (object.type !== "Identifier" || property.type !== "Identifier" || computed) return undefined;
  const from = names.imported(object.name);
  if (from?.imported !== "*" && from?.imported !== "default") return undefined;
  return { specifier: from.specifier, imported: property.name };
}

function importedBlindSpot(from: ImportedName | undefined): string | undefined {
  switch (from?.specifier.replace(/^node:/, "")) {
    case "module":
      return from?.imported === "createRequire"
        ? `loads modules through createRequire; ${WAY_OUT}`
        : undefined;
    case "worker_threads":
      return from?.imported === "Worker"
        ? "starts a thread of its own, whose code is not followed; leave threads to the runner"
        : undefined;
    case "vm":
      return "runs a text as code (node:vm); write the code out instead";
    default:
      return undefined;
  }
}

function isRequire(name: string, names: LookUp): boolean {
  if (name === "require") return names.isGlobal(name);
  return name === "__require" && names.isRuntime(name);
}

/** The package that a literal `import()` or `require()` loads. */
export function calledModule(node: AnyNode, names: LookUp): string | undefined {
  if (node.type === "ImportExpression") return literalText(node.source);
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  return isRequire(node.callee.name, names) ? literalText(node.arguments[0]) : undefined;
}

/** Globals that a program may change without changing what other code computes. */
const HARMLESS = new Set(["console", "exports", "module"]);

/** `Math.random = …`, `Object.assign(globalThis, …)`: every step may see it. */
export function writesGlobal(node: AnyNode, isGlobal: (name: string) => boolean): boolean {
  const target = writtenTo(node);
  if (target === undefined) return false;
  let root: AnyNode = target;
  while (root.type === "MemberExpression") root = root.object;
  return root.type === "Identifier" && isGlobal(root.name) && !HARMLESS.has(root.name);
}

function writtenTo(node: AnyNode): AnyNode | undefined {
  if (node.type === "AssignmentExpression") return node.left;
  if (node.type === "UpdateExpression") return node.argument;
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const { object, property } = node.callee;
  const isReflection =
    object.type === "Identifier" && (object.name === "Object" || object.name === "Reflect");
  const changes = property.type === "Identifier" && /^(assign|define|set)/.test(property.name);
  return isReflection && changes ? node.arguments[0] : undefined;
}
