// Finds the calls that make steps: `step("name", …, function)`, by whatever name `step` goes.
import { forEachChild, isFunction, keyName, literalText } from "./ast.js";
import type { AnyNode } from "./ast.js";
import type { ModuleModel } from "./module-model.js";
import type { Call, Purity } from "./purity.js";
import type { Scope } from "./scopes.js";

export interface StepCall {
  readonly name: string | null;
  /** What the step's code consists of. */
  readonly nodes: readonly AnyNode[];
  readonly scope: Scope;
  readonly item: number;
  /** Name of the person's own function that is called; null for this package's `step`. */
  readonly maker: string | null;
  /** Offsets that a stack may report for the call. */
  readonly offsets: readonly number[];
}

export function stepCalls(model: ModuleModel, purity: Purity): StepCall[] {
  const found: StepCall[] = [];
  const visit = (node: AnyNode, outer: Scope, item: number): void => {
    const scope = model.scopes.get(node) ?? outer;
    if (node.type === "CallExpression") {
      const call = stepCall(node, { scope, item, own: purity.ownFunction(node, scope) });
      if (call !== undefined) found.push(call);
    }
    forEachChild(node, (child) => visit(child, scope, item));
  };
  model.items.forEach((item, index) => {
    for (const node of item.nodes) visit(node, model.scope, index);
  });
  return found;
}

interface Place {
  readonly scope: Scope;
  readonly item: number;
  /** The function of this package that is called. */
  readonly own: string | undefined;
}

function stepCall(
  call: Extract<AnyNode, { type: "CallExpression" }>,
  { scope, item, own }: Place,
): StepCall | undefined {
  const [first] = call.arguments;
  const last = call.arguments.at(-1);
  if (first === undefined || last === undefined || call.arguments.length < 2) return undefined;
  if (own !== undefined && own !== "step") return undefined;
  if (own === undefined && (!isFunction(last) || isFunction(first))) return undefined;
  const nodes = own === "step" ? codeNodes(call) : [call];
  const maker = own === "step" ? null : makerName(call);
  const name = literalText(first) ?? null;
  return { name, nodes, scope, item, maker, offsets: offsetsOf(call) };
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

function makerName(call: Call): string {
  return call.callee.type === "Identifier" ? call.callee.name : "";
}

function offsetsOf(call: Call): number[] {
  const { callee } = call;
  return callee.type === "MemberExpression"
    ? [callee.start, callee.property.start]
    : [callee.start];
}
