// What one mention of a name does to what the name holds: nothing, maybe change it, or rebind it.
import { keyName } from "./ast.js";
import type { AnyNode } from "./ast.js";
import { leadsToPrimitive } from "./shapes.js";
import type { Shape } from "./shapes.js";

export type Use = "read" | "change" | "rebind";

type Call = Extract<AnyNode, { type: "CallExpression" | "NewExpression" }>;

export interface Mention {
  /** From the outermost node to the parent of the identifier. */
  readonly ancestors: readonly AnyNode[];
  readonly identifier: AnyNode;
  readonly shape: Shape;
  /** Whether a call is known not to change its arguments. */
  readonly isPure: (call: Call) => boolean;
}

const READING_METHODS = new Set(
  (
    "at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach get has " +
    "includes indexOf join keys lastIndexOf map reduce reduceRight slice some toReversed toSorted " +
    "toSpliced toString values with"
  ).split(" "),
);

/** Calls whose first argument is there to be changed. */
const CHANGERS = new Set(["assign", "defineProperty", "defineProperties", "setPrototypeOf", "set"]);

export function useOf(mention: Mention): Use {
  const { path, value, depth } = memberChain(mention);
  const parent = mention.ancestors[depth];
  const write: Use = path.length === 0 ? "rebind" : "change";
  switch (parent?.type) {
    case "AssignmentExpression":
      return parent.left === value ? write : flow(mention.shape, path);
    case "UpdateExpression":
      return write;
    case "UnaryExpression":
      return parent.operator === "delete" ? write : "read";
    case "CallExpression":
    case "NewExpression":
      if (parent.callee === value) return calledUse(parent, { path, shape: mention.shape });
      return argumentUse(parent, { ...mention, path, isFirst: parent.arguments[0] === value });
    case "ForOfStatement":
    case "ForInStatement":
      if (parent.left === value) return write;
      return parent.right === value ? iterationUse(mention.shape, path) : "read";
    case "SpreadElement":
      return iterationUse(mention.shape, path);
    case "RestElement":
    case "ArrayPattern":
      return write;
    case "AssignmentPattern":
      return parent.left === value ? write : flow(mention.shape, path);
    case "Property":
      return mention.ancestors[depth - 1]?.type === "ObjectPattern"
        ? write
        : flow(mention.shape, path);
    case "LogicalExpression":
    case "ConditionalExpression":
    case "SequenceExpression":
    case "AwaitExpression":
    case "ReturnStatement":
    case "YieldExpression":
    case "ArrayExpression":
    case "VariableDeclarator":
    case "PropertyDefinition":
    case "ArrowFunctionExpression":
      return flow(mention.shape, path);
    default:
      return "read";
  }
}

interface Chain {
  readonly path: readonly (string | null)[];
  /** The outermost member expression that begins with the name. */
  readonly value: AnyNode;
  /** Index of its parent among the ancestors. */
  readonly depth: number;
}

function memberChain({ ancestors, identifier }: Mention): Chain {
  const path: (string | null)[] = [];
  let value = identifier;
  let depth = ancestors.length - 1;
  for (; depth >= 0; depth -= 1) {
    const parent = ancestors[depth];
    if (parent?.type === "MemberExpression" && parent.object === value) {
      path.push(keyName(parent.property, parent.computed) ?? null);
    } else if (parent?.type !== "ChainExpression") break;
    value = parent;
  }
  return { path, value, depth };
}

/** The value goes somewhere that this analysis does not follow: it may be changed there. */
function flow(shape: Shape, path: Chain["path"]): Use {
  if (shape.kind === "fixed" || shape.kind === "handle") return "read";
  return leadsToPrimitive(shape, path) ? "read" : "change";
}

function iterationUse(shape: Shape, path: Chain["path"]): Use {
  return shape.kind === "primitives" && path.length === 0 ? "read" : flow(shape, path);
}

function calledUse(call: Call, { path, shape }: Pick<Chain, "path"> & { shape: Shape }): Use {
  if (path.length === 0 || call.type === "NewExpression") return "read";
  if (shape.kind === "fixed" || shape.kind === "handle") return "read";
  const method = path.at(-1);
  const isReading = typeof method === "string" && READING_METHODS.has(method);
  return shape.kind === "primitives" && path.length === 1 && isReading ? "read" : "change";
}

function argumentUse(
  call: Call,
  mention: Mention & Pick<Chain, "path"> & { readonly isFirst: boolean },
): Use {
  if (mention.isFirst && isChanger(call.callee)) return "change";
  if (mention.isPure(call)) return "read";
  // Decorators get the prototype of their class.
  return mention.path.includes("prototype") ? "change" : flow(mention.shape, mention.path);
}

function isChanger(callee: AnyNode): boolean {
  if (callee.type === "Identifier") return callee.name.startsWith("__");
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return false;
  const isReflection = callee.object.name === "Object" || callee.object.name === "Reflect";
  return isReflection && CHANGERS.has(keyName(callee.property, callee.computed) ?? "");
}
