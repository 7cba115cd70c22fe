// Calls that are known to change none of their arguments: those of this package, and of the language.
import { keyName } from "./ast.js";
import type { AnyNode } from "./ast.js";
import type { ModuleModel } from "../module-model.js";
import type { Scope } from "./scopes.js";

export type Call = Extract<AnyNode, { type: "CallExpression" | "NewExpression" }>;

const PURE_GLOBALS = new Set(
  (
    "Map Set WeakMap WeakSet Date RegExp URL Error TypeError RangeError Number String Boolean BigInt " +
    "Symbol Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array " +
    "Float32Array Float64Array BigInt64Array BigUint64Array TextEncoder TextDecoder structuredClone"
  ).split(" "),
);
const PURE_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Object: ["freeze", "keys", "values", "entries", "fromEntries"],
  JSON: ["parse", "stringify"],
  Array: ["isArray", "of"],
  Symbol: ["for"],
};
const PURE_NAMESPACES = new Set(["Math", "Number", "String", "BigInt"]);
/** The bundler's wrappers around modules that run later. */
const LAZY_MODULES = new Set(["__commonJS", "__esm", "__glob"]);
const HANDLE_CHANGES = new Set(["with", "configure"]);

export class Purity {
  readonly #model: Pick<ModuleModel, "scope" | "imports" | "runtime" | "shapes">;
  readonly #isOwnPackage: (specifier: string) => boolean;

  constructor(
    model: Pick<ModuleModel, "scope" | "imports" | "runtime" | "shapes">,
    isOwnPackage: (specifier: string) => boolean,
  ) {
    this.#model = model;
    this.#isOwnPackage = isOwnPackage;
  }

  isPure(call: Call, scope: Scope): boolean {
    if (this.ownFunction(call, scope) !== undefined || this.isHandleChange(call, scope))
      return true;
    const { callee } = call;
    if (callee.type === "Identifier") {
      if (this.#model.runtime.has(callee.name)) return LAZY_MODULES.has(callee.name);
      return this.#isGlobal(callee, scope) && PURE_GLOBALS.has(callee.name);
    }
    if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return false;
    if (!this.#isGlobal(callee.object, scope)) return false;
    if (PURE_NAMESPACES.has(callee.object.name)) return true;
    const method = keyName(callee.property, callee.computed);
    return method !== undefined && (PURE_MEMBERS[callee.object.name]?.includes(method) ?? false);
  }

  /** The function of this package that is called: `step`, `pipeline`, … */
  ownFunction(call: Call, scope: Scope): string | undefined {
    const { callee } = call;
    if (callee.type === "Identifier") {
      const imported = this.#imported(callee, scope);
      return imported === "*" ? undefined : imported;
    }
    if (callee.type !== "MemberExpression") return undefined;
    if (this.#imported(callee.object, scope) !== "*") return undefined;
    return keyName(callee.property, callee.computed);
  }

  /** `training.with(…)`: a new handle, the old one stays as it is. */
  isHandleChange(call: AnyNode, scope: Scope): boolean {
    if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression") return false;
    const { object, property, computed } = call.callee;
    return HANDLE_CHANGES.has(keyName(property, computed) ?? "") && this.#isHandle(object, scope);
  }

  #isHandle(node: AnyNode, scope: Scope): boolean {
    if (node.type === "Identifier") {
      const isTopLevel = scope.find(node.name) === this.#model.scope;
      return isTopLevel && this.#model.shapes.get(node.name)?.kind === "handle";
    }
    if (node.type !== "CallExpression") return false;
    return this.ownFunction(node, scope) !== undefined || this.isHandleChange(node, scope);
  }

  #imported(node: AnyNode, scope: Scope): string | undefined {
    if (node.type !== "Identifier" || scope.find(node.name) !== this.#model.scope) return undefined;
    const from = this.#model.imports.get(node.name);
    return from !== undefined && this.#isOwnPackage(from.specifier) ? from.imported : undefined;
  }

  #isGlobal(node: AnyNode, scope: Scope): boolean {
    return node.type === "Identifier" && scope.find(node.name) === undefined;
  }
}

/** Marks the declarations that hold a step or a pipeline. */
export function withHandles(
  model: ModuleModel,
  isOwnPackage: (specifier: string) => boolean,
): ModuleModel {
  const shapes = new Map(model.shapes);
  const purity = new Purity({ ...model, shapes }, isOwnPackage);
  for (const { nodes, names } of model.items) {
    const [node] = nodes;
    const [name] = names;
    if (node?.type !== "VariableDeclarator" || name === undefined || names.length > 1) continue;
    const { init } = node;
    if (init?.type !== "CallExpression") continue;
    const isHandle =
      purity.ownFunction(init, model.scope) !== undefined ||
      purity.isHandleChange(init, model.scope);
    if (isHandle) shapes.set(name, { kind: "handle" });
  }
  return { ...model, shapes };
}
