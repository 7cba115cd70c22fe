import { keyName } from "./ast.js";
import type { AnyNode } from "./ast.js";

const LIMIT = 40;

/** A short name for a statement that declares nothing: `registry.set()`, `options.size =`, `if`. */
export function statementLabel(
  node: AnyNode,
  originalName: (offset: number) => string | undefined,
): string {
  if (node.type !== "ExpressionStatement") return node.type.replace(/Statement$/, "").toLowerCase();
  return expressionLabel(node.expression).slice(0, LIMIT);

  function expressionLabel(node: AnyNode): string {
    switch (node.type) {
      case "AwaitExpression":
        return `await ${expressionLabel(node.argument)}`;
      case "CallExpression":
        return `${expressionLabel(node.callee)}()`;
      case "NewExpression":
        return `new ${expressionLabel(node.callee)}()`;
      case "AssignmentExpression":
        return `${expressionLabel(node.left)} =`;
      case "UpdateExpression":
        return `${expressionLabel(node.argument)}${node.operator}`;
      case "MemberExpression": {
        const name = keyName(node.property, node.computed) ?? "[…]";
        return `${expressionLabel(node.object)}.${name}`;
      }
      case "Identifier":
        return originalName(node.start) ?? node.name;
      default:
        return "statement";
    }
  }
}
