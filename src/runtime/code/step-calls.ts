// Finds the calls that make steps: `step("name", …, function)`, by whatever name `step` goes, and calls
// of a function of the person's own that passes its first parameter on as the name.
import { forEachChild, isFunction, keyName, literalText } from "./syntax/ast.js";
import type { AnyNode, FunctionLike } from "./syntax/ast.js";
import type { ModuleModel } from "./module-model.js";
import type { Call, Purity } from "./syntax/purity.js";
import type { Scope } from "./syntax/scopes.js";

export interface StepCall {
  readonly name: string | null;
  /** What the step's code consists of. */
  readonly nodes: readonly AnyNode[];
  readonly scope: Scope;
  /** Index of the item that the call stands in. */
  readonly item: number;
  /** Index of the item of the person's own function that is called; null for any other. */
  readonly maker: number | null;
  /** Scope of the parameters of the top-level function around the call, if the first is the name. */
  readonly parameters: Scope | undefined;
  /** Offsets that a stack may report for the call. */
  readonly offsets: readonly number[];
}

interface Visit {
  readonly node: AnyNode;
  readonly parent: AnyNode | undefined;
  readonly scope: Scope;
  readonly item: number;
}

interface Reading {
  readonly model: ModuleModel;
  readonly purity: Purity;
}

export function stepCalls(model: ModuleModel, purity: Purity): StepCall[] {
  const found: StepCall[] = [];
  visitAll(model, (visit) => {
    const call =
      visit.node.type === "CallExpression"
        ? stepCall(visit.node, visit, { model, purity })
        : undefined;
    if (call !== undefined) found.push(call);
  });
  const makers = new Set(
    found.filter((call) => call.parameters !== undefined).map((call) => call.item),
  );
  if (makers.size === 0) return found;
  visitAll(model, (visit) => {
    const call = makerCall(visit, model, makers);
    if (call !== undefined) found.push(call);
  });
  return found;
}

function stepCall(
  call: Extract<AnyNode, { type: "CallExpression" }>,
  { scope, item }: Visit,
  { model, purity }: Reading,
): StepCall | undefined {
  const own = purity.ownFunction(call, scope);
  const [first] = call.arguments;
  const last = call.arguments.at(-1);
  if (first === undefined || last === undefined || call.arguments.length < 2) return undefined;
  if (own !== undefined && own !== "step") return undefined;
  const name = literalText(first) ?? null;
  // Of other functions any may make a step: those that get a name and a function are noted.
  if (own === undefined && (name === null || !isFunction(last))) return undefined;
  return {
    ...{ name, scope, item, maker: null },
    nodes: own === "step" ? codeNodes(call) : [call],
    parameters: own === "step" ? parametersOf(first, item, model) : undefined,
    offsets: offsetsOf(call),
  };
}

/** The scope of the parameters, where the first of them is what the step is named after. */
function parametersOf(name: AnyNode, index: number, model: ModuleModel): Scope | undefined {
  const item = model.items[index]?.nodes[0];
  const fn = item?.type === "VariableDeclarator" ? item.init : item;
  if (name.type !== "Identifier" || !fn || !isFunction(fn)) return undefined;
  const [parameter] = fn.params;
  if (parameter?.type !== "Identifier" || parameter.name !== name.name) return undefined;
  return isDeclaredAgain(fn, name.name) ? undefined : model.scopes.get(fn);
}

function visitAll(model: ModuleModel, see: (visit: Visit) => void): void {
  const visit = (
    node: AnyNode,
    parent: AnyNode | undefined,
    { outer, item }: { readonly outer: Scope; readonly item: number },
  ): void => {
    const scope = model.scopes.get(node) ?? outer;
    see({ node, parent, scope, item });
    forEachChild(node, (child) => visit(child, node, { outer: scope, item }));
  };
  model.items.forEach((item, index) => {
    for (const node of item.nodes) visit(node, undefined, { outer: model.scope, item: index });
  });
}

/** The function, and of the options what can change a step's outputs: their materializers. */
function codeNodes(call: Call): AnyNode[] {
  const fn = call.arguments.at(-1);
  const options = call.arguments.length > 2 ? call.arguments[1] : undefined;
  return [...(fn === undefined ? [] : [fn]), ...outputNodes(options)];
}

function outputNodes(options: AnyNode | undefined): AnyNode[] {
  if (options === undefined) return [];
  if (options.type !== "ObjectExpression") return [options];
  return options.properties.filter((property) => {
    if (property.type !== "Property" || property.computed) return true;
    return keyName(property.key, property.computed) === "outputs";
  });
}

/** A mention that is no call may be a call with any name: it counts as one whose name is computed. */
function makerCall(
  { node, parent, scope, item }: Visit,
  model: ModuleModel,
  makers: ReadonlySet<number>,
): StepCall | undefined {
  if (node.type !== "Identifier" || scope.find(node.name) !== model.scope) return undefined;
  const maker = model.itemOf.get(node.name);
  if (maker === undefined || maker === item || !makers.has(maker) || isKey(node, parent))
    return undefined;
  const call = parent?.type === "CallExpression" && parent.callee === node ? parent : undefined;
  const name = literalText(call?.arguments[0]) ?? null;
  return { name, nodes: [call ?? node], scope, item, maker, parameters: undefined, offsets: [] };
}

function isKey(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent?.type === "MemberExpression") return parent.property === node && !parent.computed;
  return parent?.type === "Property" && parent.key === node && !parent.computed;
}

/** Whether anything in the function gives the name another meaning or value. */
function isDeclaredAgain(fn: FunctionLike, name: string): boolean {
  let found = false;
  const isIt = (node: AnyNode | null | undefined) =>
    node?.type === "Identifier" && node.name === name;
  const visit = (node: AnyNode): void => {
    if (node.type === "AssignmentExpression") found ||= isIt(node.left);
    if (node.type === "UpdateExpression") found ||= isIt(node.argument);
    if (node.type === "VariableDeclarator") found ||= isIt(node.id);
    if (isFunction(node) && node !== fn) found ||= node.params.some(isIt);
    forEachChild(node, visit);
  };
  visit(fn);
  return found;
}

function offsetsOf(call: Call): number[] {
  const { callee } = call;
  return callee.type === "MemberExpression"
    ? [callee.start, callee.property.start]
    : [callee.start];
}
