// One walk over a piece of code: a hash that formatting, comments, local names and the bundler's
// renaming do not change; the names it reaches; what it may change; why it cannot be known.
import { createHash } from "node:crypto";
import { fieldsOf, isFunction, isNode } from "./syntax/ast.js";
import type { AnyNode } from "./syntax/ast.js";
import { blindSpot, calledModule, writesGlobal } from "./syntax/blind-spots.js";
import type { LookUp } from "./syntax/blind-spots.js";
import { META_NAME } from "./module-model.js";
import type { ModuleModel } from "./module-model.js";
import type { Call, Purity } from "./syntax/purity.js";
import type { Scope } from "./syntax/scopes.js";
import { useOf } from "./syntax/uses.js";

export interface Analysis {
  readonly hash: string;
  /** Top-level names of the bundle that the code mentions. */
  readonly names: ReadonlySet<string>;
  /** Package specifiers that it mentions. */
  readonly specifiers: ReadonlySet<string>;
  /** The same, without the code of steps and pipelines that it only declares. */
  readonly executedNames: ReadonlySet<string>;
  readonly executedSpecifiers: ReadonlySet<string>;
  /** Names whose value it may change when executed. */
  readonly changed: ReadonlySet<string>;
  /** Names that it assigns to. */
  readonly rebound: ReadonlySet<string>;
  /** Whether evaluating it does anything but produce a value. */
  readonly hasEffects: boolean;
  readonly writesGlobals: boolean;
  /** Local names from around the code, each with the offset of a mention. */
  readonly captured: ReadonlyMap<string, number>;
  readonly uncacheable: string | null;
}

const IGNORED = new Set(["type", "start", "end", "raw", "shorthand", "directive"]);
const HASH_LENGTH = 32;
/** Nodes that do something, or may reach what cannot be followed. */
const NOTED = new Set<AnyNode["type"]>([
  "AssignmentExpression",
  "AwaitExpression",
  "CallExpression",
  "ImportExpression",
  "MemberExpression",
  "NewExpression",
  "TaggedTemplateExpression",
  "UnaryExpression",
  "UpdateExpression",
]);

export interface AnalyzeOptions {
  readonly model: ModuleModel;
  readonly purity: Purity;
  /** The scope around the code. */
  readonly scope: Scope;
}

export function analyze(nodes: readonly AnyNode[], options: AnalyzeOptions): Analysis {
  const walk = new Walk(options);
  for (const node of nodes) walk.visit(node, options.scope);
  return walk.result();
}

export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}

class Walk {
  readonly #options: AnalyzeOptions;
  readonly #out: string[] = [];
  readonly #ancestors: AnyNode[] = [];
  readonly #inside = new Set<Scope>();
  readonly #locals = new Map<Scope, Map<string, number>>();
  #localCount = 0;
  /** How many functions deep: their bodies do not run when the code is evaluated. */
  #functions = 0;
  /** How many functions deep that are handed to this package, which runs them in a run only. */
  #deferred = 0;
  #isDeferring = false;
  readonly #names = new Set<string>();
  readonly #specifiers = new Set<string>();
  readonly #executedNames = new Set<string>();
  readonly #executedSpecifiers = new Set<string>();
  readonly #changed = new Set<string>();
  readonly #rebound = new Set<string>();
  readonly #captured = new Map<string, number>();
  #hasEffects = false;
  #writesGlobals = false;
  #uncacheable: string | null = null;

  constructor(options: AnalyzeOptions) {
    this.#options = options;
  }

  result(): Analysis {
    return {
      hash: shortHash(this.#out.join("\u0001")),
      names: this.#names,
      specifiers: this.#specifiers,
      executedNames: this.#executedNames,
      executedSpecifiers: this.#executedSpecifiers,
      changed: this.#changed,
      rebound: this.#rebound,
      hasEffects: this.#hasEffects,
      writesGlobals: this.#writesGlobals,
      captured: this.#captured,
      uncacheable: this.#uncacheable,
    };
  }

  visit(node: AnyNode, outer: Scope): void {
    const scope = this.#options.model.scopes.get(node) ?? outer;
    if (scope !== this.#options.model.scope && scope !== outer) this.#inside.add(scope);
    if (node.type === "Identifier") return this.#identifier(node.name, node, scope);
    this.#note(node, scope);
    this.#out.push(node.type);
    if (isMetaDeclaration(node)) return;
    this.#ancestors.push(node);
    const before = { functions: this.#functions, deferred: this.#deferred };
    const wasDeferring = this.#isDeferring;
    if (isFunction(node)) this.#enterFunction();
    this.#members(node, scope);
    this.#functions = before.functions;
    this.#deferred = before.deferred;
    this.#isDeferring = wasDeferring;
    this.#ancestors.pop();
  }

  #enterFunction(): void {
    this.#functions += 1;
    if (this.#isDeferring) this.#deferred += 1;
  }

  #members(node: AnyNode, scope: Scope): void {
    const isCall = node.type === "CallExpression" || node.type === "NewExpression";
    const fields = fieldsOf(node);
    for (const key in fields) {
      if (IGNORED.has(key)) continue;
      const value = fields[key];
      if (isName(node, key)) {
        this.#out.push(key, nameText(value));
        continue;
      }
      if (isCall && key === "arguments") this.#enterArguments(node, scope);
      const isInstanceField = node.type === "PropertyDefinition" && key === "value" && !node.static;
      if (isInstanceField) this.#functions += 1;
      this.#value(key, value, scope);
      if (isInstanceField) this.#functions -= 1;
    }
  }

  #value(key: string, value: unknown, scope: Scope): void {
    if (isNode(value)) {
      this.#out.push(key);
      this.visit(value, scope);
    } else if (Array.isArray(value)) {
      this.#out.push(key, String(value.length));
      for (const element of value) {
        if (isNode(element)) this.visit(element, scope);
        else this.#out.push("hole");
      }
    } else this.#out.push(key, primitiveText(value));
  }

  /** Functions given to `step()` run in a run; those given to other calls may run now. */
  #enterArguments(call: Call, scope: Scope): void {
    if (this.#options.purity.ownFunction(call, scope) !== undefined) this.#isDeferring = true;
    else if (!this.#options.purity.isPure(call, scope)) this.#isDeferring = false;
  }

  #note(node: AnyNode, scope: Scope): void {
    if (!NOTED.has(node.type)) return;
    const { purity } = this.#options;
    if (this.#functions === 0 && hasEffect(node, (call) => purity.isPure(call, scope)))
      this.#hasEffects = true;
    const names = this.#lookUp(scope);
    if (this.#deferred === 0 && writesGlobal(node, names.isGlobal)) this.#writesGlobals = true;
    this.#uncacheable ??= blindSpot(node, names) ?? null;
    const specifier = calledModule(node, names);
    if (specifier !== undefined) this.#addSpecifier(specifier);
  }

  #lookUp(scope: Scope): LookUp {
    const { model } = this.#options;
    return {
      isGlobal: (name: string) => scope.find(name) === undefined,
      isRuntime: (name: string) => scope.find(name) === model.scope && model.runtime.has(name),
      imported: (name: string) =>
        scope.find(name) === model.scope ? model.imports.get(name) : undefined,
    };
  }

  #identifier(name: string, node: AnyNode, scope: Scope): void {
    const home = scope.find(name);
    const { model } = this.#options;
    if (home === undefined) {
      this.#out.push(`global ${name}`);
    } else if (home !== model.scope) {
      if (!this.#inside.has(home)) this.#captured.set(name, node.start);
      this.#out.push(`local ${this.#localNumber(home, name)}`);
    } else if (META_NAME.test(name)) {
      this.#out.push(`meta ${name.replace(/\d+$/, "")}`);
    } else this.#topLevel(name, node, scope);
  }

  #topLevel(name: string, node: AnyNode, scope: Scope): void {
    const { model, purity } = this.#options;
    const imported = model.imports.get(name);
    if (imported !== undefined) {
      this.#out.push(`import ${imported.specifier} ${imported.imported}`);
      this.#addSpecifier(imported.specifier);
      return;
    }
    if (model.runtime.has(name)) {
      this.#out.push(`runtime ${name}`);
      return;
    }
    this.#out.push(`item ${model.identities.get(name) ?? name}`);
    this.#names.add(name);
    const shape = model.shapes.get(name) ?? { kind: "other" };
    const isPure = (call: Call) => purity.isPure(call, scope);
    const use = useOf({ ancestors: this.#ancestors, identifier: node, shape, isPure });
    if (use === "rebind") this.#rebound.add(name);
    if (this.#deferred > 0) return;
    this.#executedNames.add(name);
    if (use !== "read") this.#changed.add(name);
  }

  #addSpecifier(specifier: string): void {
    this.#specifiers.add(specifier);
    if (this.#deferred === 0) this.#executedSpecifiers.add(specifier);
  }

  #localNumber(scope: Scope, name: string): number {
    let names = this.#locals.get(scope);
    if (names === undefined) this.#locals.set(scope, (names = new Map()));
    let number = names.get(name);
    if (number === undefined) names.set(name, (number = this.#localCount++));
    return number;
  }
}

/** An identifier that names a member, key or label rather than a variable. */
function isName(node: AnyNode, key: string): boolean {
  switch (node.type) {
    case "MemberExpression":
      return key === "property" && !node.computed && node.property.type === "Identifier";
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return key === "key" && !node.computed && node.key.type === "Identifier";
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return key === "label";
    case "MetaProperty":
      return true;
    default:
      return false;
  }
}

function nameText(value: unknown): string {
  return isNode(value) && value.type === "Identifier" ? `.${value.name}` : ".";
}

function primitiveText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return String(value);
}

/** `var __zenml_dirname = "/home/…"` differs between machines and means the same. */
function isMetaDeclaration(node: AnyNode): boolean {
  return (
    node.type === "VariableDeclarator" &&
    node.id.type === "Identifier" &&
    META_NAME.test(node.id.name)
  );
}

function hasEffect(node: AnyNode, isPure: (call: Call) => boolean): boolean {
  switch (node.type) {
    case "CallExpression":
    case "NewExpression":
      return !isPure(node);
    case "UnaryExpression":
      return node.operator === "delete";
    case "AssignmentExpression":
    case "UpdateExpression":
    case "TaggedTemplateExpression":
    case "AwaitExpression":
    case "ImportExpression":
      return true;
    default:
      return false;
  }
}
