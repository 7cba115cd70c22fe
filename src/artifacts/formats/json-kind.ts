import { isDate, isMap, isSet } from "node:util/types";
import { arrayTypeOf } from "./numeric-arrays.js";

/** The objects that the JSON format has a word for. */
export type JsonKind = "array" | "object" | "date" | "map" | "set" | "typed_array";

/** Undefined for instances of other classes, also of classes derived from these. */
export function jsonKindOf(value: object): JsonKind | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return "object";
  if (Array.isArray(value)) return isMadeBy(prototype, "Array") ? "array" : undefined;
  if (isDate(value)) return isMadeBy(prototype, "Date") ? "date" : undefined;
  if (isMap(value)) return isMadeBy(prototype, "Map") ? "map" : undefined;
  if (isSet(value)) return isMadeBy(prototype, "Set") ? "set" : undefined;
  if (arrayTypeOf(value) !== undefined) return "typed_array";
  return isForeignPlain(prototype) ? "object" : undefined;
}

// By name, because each realm (a vm context, a test runner's) has constructors of its own.
function isMadeBy(prototype: unknown, name: string): boolean {
  if (typeof prototype !== "object" || prototype === null) return false;
  return "constructor" in prototype && nameOf(prototype.constructor) === name;
}

function nameOf(maker: unknown): string {
  return typeof maker === "function" ? maker.name : "";
}

function isForeignPlain(prototype: unknown): boolean {
  if (typeof prototype !== "object" || prototype === null) return false;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf");
}
