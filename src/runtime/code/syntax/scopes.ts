// Which declaration a name means: block and function scopes of a module.
import type { Program, VariableDeclaration } from "acorn";
import { forEachChild, isFunction, patternNames } from "./ast.js";
import type { AnyNode, FunctionLike } from "./ast.js";

export class Scope {
  readonly parent: Scope | undefined;
  readonly #names = new Set<string>();

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  declare(names: Iterable<string>): void {
    for (const name of names) this.#names.add(name);
  }

  /** The scope that declares the name; undefined: a global of the runtime. */
  find(name: string): Scope | undefined {
    if (this.#names.has(name)) return this;
    return this.parent?.find(name);
  }
}

/** Where a scope begins: the node at which it is entered, and its scope. */
export type Scopes = ReadonlyMap<AnyNode, Scope>;

export function scopesOf(program: Program): { readonly scopes: Scopes; readonly module: Scope } {
  const scopes = new Map<AnyNode, Scope>();
  const module = new Scope(undefined);
  module.declare([...varNames(program), ...lexicalNames(program.body)]);
  scopes.set(program, module);
  for (const statement of program.body) enter(statement, module, scopes);
  return { scopes, module };
}

function enter(node: AnyNode, outer: Scope, scopes: Map<AnyNode, Scope>): void {
  if (isFunction(node)) return enterFunction(node, outer, scopes);
  const own = scopes.get(node) ?? ownScope(node, outer, scopes);
  forEachChild(node, (child) => enter(child, own, scopes));
}

/** Parameters have a scope of their own: their defaults do not see what the body declares. */
function enterFunction(node: FunctionLike, outer: Scope, scopes: Map<AnyNode, Scope>): void {
  const own = new Scope(outer);
  scopes.set(node, own);
  if (node.type === "FunctionExpression" && node.id) own.declare([node.id.name]);
  own.declare(node.params.flatMap((param) => patternNames(param)));
  for (const param of node.params) enter(param, own, scopes);
  if (node.body.type !== "BlockStatement") return enter(node.body, own, scopes);
  const body = new Scope(own);
  body.declare([...varNames(node.body), ...lexicalNames(node.body.body)]);
  scopes.set(node.body, body);
  for (const statement of node.body.body) enter(statement, body, scopes);
}

function ownScope(node: AnyNode, outer: Scope, scopes: Map<AnyNode, Scope>): Scope {
  if (node.type === "SwitchStatement") {
    // What is switched on is outside of the scope that the cases share.
    const shared = new Scope(outer);
    shared.declare(lexicalNames(node.cases.flatMap((one) => one.consequent)));
    for (const one of node.cases) scopes.set(one, shared);
    return outer;
  }
  const names = ownNames(node);
  if (names === undefined) return outer;
  const own = new Scope(outer);
  own.declare(names);
  scopes.set(node, own);
  return own;
}

/** The names of the scope that a node begins; undefined when it begins none. */
function ownNames(node: AnyNode): readonly string[] | undefined {
  switch (node.type) {
    case "BlockStatement":
      return lexicalNames(node.body);
    case "StaticBlock":
      return [...node.body.flatMap((statement) => varNames(statement)), ...lexicalNames(node.body)];
    case "ClassDeclaration":
    case "ClassExpression":
      return node.id ? [node.id.name] : [];
    case "CatchClause":
      return node.param ? patternNames(node.param) : [];
    case "ForStatement":
      return node.init?.type === "VariableDeclaration" ? blockNames(node.init) : [];
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? blockNames(node.left) : [];
    default:
      return undefined;
  }
}

function blockNames(declaration: VariableDeclaration): string[] {
  return declaration.kind === "var" ? [] : declaredNames(declaration);
}

export function declaredNames(declaration: VariableDeclaration): string[] {
  return declaration.declarations.flatMap((declarator) => patternNames(declarator.id));
}

/** What statements declare for the block that they stand in. */
function lexicalNames(statements: readonly AnyNode[]): string[] {
  return statements.flatMap((statement) => {
    switch (statement.type) {
      case "VariableDeclaration":
        return blockNames(statement);
      case "FunctionDeclaration":
      case "ClassDeclaration":
        return statement.id ? [statement.id.name] : [];
      case "ImportDeclaration":
        return statement.specifiers.map((specifier) => specifier.local.name);
      default:
        return [];
    }
  });
}

/** `var` names of a function body or module, from its nested blocks too. */
function varNames(node: AnyNode): string[] {
  const names: string[] = [];
  const visit = (child: AnyNode): void => {
    if (isFunction(child) || child.type === "StaticBlock") return;
    if (child.type === "VariableDeclaration" && child.kind === "var") {
      names.push(...declaredNames(child));
    }
    forEachChild(child, visit);
  };
  visit(node);
  return names;
}
