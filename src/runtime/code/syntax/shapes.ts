// What a top-level declaration holds, as far as it decides whether other code can change it.
import type { AnyNode } from "./ast.js";
import { isFunction, keyName } from "./ast.js";

/**
 * `fixed`: a function, a primitive or a class without static state: nothing but an assignment to it or
 * to its members changes it. `handle`: a step or pipeline. `primitives`: a list or set of primitives.
 */
export type Shape =
  | { readonly kind: "fixed" | "handle" | "primitives" | "other" }
  | { readonly kind: "object"; readonly node: AnyNode };

const COLLECTIONS = new Set(["Map", "Set", "Array"]);

export function shapeOf(init: AnyNode | null | undefined): Shape {
  if (!init) return { kind: "other" };
  if (isFunction(init) || isPrimitive(init)) return { kind: "fixed" };
  switch (init.type) {
    case "ClassDeclaration":
    case "ClassExpression":
      return { kind: hasStaticState(init) ? "other" : "fixed" };
    case "ArrayExpression":
      return { kind: init.elements.every(isPrimitiveOrHole) ? "primitives" : "other" };
    case "ObjectExpression":
      return { kind: "object", node: init };
    case "NewExpression":
      return { kind: isCollectionOfPrimitives(init) ? "primitives" : "other" };
    case "CallExpression":
      return isFreeze(init) ? shapeOf(init.arguments[0]) : { kind: "other" };
    default:
      return { kind: "other" };
  }
}

/** Whether the members named by `path` lead to a primitive; null stands for a computed name. */
export function leadsToPrimitive(shape: Shape, path: readonly (string | null)[]): boolean {
  if (path.length === 0) return false;
  if (shape.kind === "primitives") return path.length === 1;
  if (shape.kind !== "object") return false;
  let node: AnyNode | undefined = shape.node;
  for (const name of path) {
    if (node?.type === "ArrayExpression") return node.elements.every(isPrimitiveOrHole);
    if (node?.type !== "ObjectExpression" || name === null) return false;
    node = propertyOf(node, name);
  }
  return node !== undefined && isPrimitive(node);
}

function propertyOf(
  node: Extract<AnyNode, { type: "ObjectExpression" }>,
  name: string,
): AnyNode | undefined {
  // A spread may hold anything, so may a computed key.
  if (!node.properties.every((one) => one.type === "Property" && !one.computed)) return undefined;
  for (const property of node.properties) {
    if (property.type !== "Property" || property.kind !== "init") continue;
    if (keyName(property.key, property.computed) === name) return property.value;
  }
  return undefined;
}

export function isPrimitive(node: AnyNode): boolean {
  switch (node.type) {
    case "Literal":
      return !("regex" in node) || node.regex === undefined;
    case "TemplateLiteral":
    case "BinaryExpression":
    case "UnaryExpression":
      return true;
    default:
      return false;
  }
}

function isPrimitiveOrHole(node: AnyNode | null): boolean {
  return node === null || isPrimitive(node);
}

function hasStaticState(
  node: Extract<AnyNode, { type: "ClassDeclaration" | "ClassExpression" }>,
): boolean {
  return node.body.body.some(
    (member) =>
      member.type === "StaticBlock" || (member.type === "PropertyDefinition" && member.static),
  );
}

function isCollectionOfPrimitives(node: Extract<AnyNode, { type: "NewExpression" }>): boolean {
  if (node.callee.type !== "Identifier" || !COLLECTIONS.has(node.callee.name)) return false;
  return node.arguments.every(
    (argument) =>
      argument.type === "ArrayExpression" &&
      argument.elements.every(
        (element) =>
          isPrimitiveOrHole(element) ||
          (element?.type === "ArrayExpression" && element.elements.every(isPrimitiveOrHole)),
      ),
  );
}

function isFreeze(node: Extract<AnyNode, { type: "CallExpression" }>): boolean {
  const { callee } = node;
  return (
    callee.type === "MemberExpression" &&
    callee.object.type === "Identifier" &&
    callee.object.name === "Object" &&
    keyName(callee.property, callee.computed) === "freeze"
  );
}
