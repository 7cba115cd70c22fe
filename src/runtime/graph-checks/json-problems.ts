// What keeps a value from being JSON, with the place of each part. Pure.
import type { Json } from "../../domain/entities/fields.js";

export interface JsonProblem {
  /** E.g. `rows[3].when`; empty for the value itself. */
  readonly path: string;
  /** What was found there, e.g. `a Date`. */
  readonly found: string;
  readonly value: unknown;
}

const MAX_DEPTH = 100;

/** Every place where `value` is not JSON. */
export function jsonProblems(value: unknown): readonly JsonProblem[] {
  const problems: JsonProblem[] = [];
  collect(value, { path: "", depth: 0 }, problems);
  return problems;
}

export function isJson(value: unknown): value is Json {
  return jsonProblems(value).length === 0;
}

interface Place {
  readonly path: string;
  readonly depth: number;
}

function collect(value: unknown, at: Place, problems: JsonProblem[]): void {
  if (value === null || typeof value === "string" || typeof value === "boolean") return;
  if (typeof value === "number" && Number.isFinite(value)) return;
  const isContainer = Array.isArray(value) || isPlainRecord(value);
  if (!isContainer || at.depth > MAX_DEPTH) {
    problems.push({
      path: at.path,
      found: isContainer ? "nested too deeply" : nameOf(value),
      value,
    });
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const path = Array.isArray(value) ? `${at.path}[${key}]` : joinPath(at.path, key);
    collect(item, { path, depth: at.depth + 1 }, problems);
  }
}

export function isPlainRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

export function joinPath(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function nameOf(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const prototype: { readonly constructor?: unknown } | null = Object.getPrototypeOf(value);
  const constructor = prototype?.constructor;
  return typeof constructor === "function" && constructor.name !== ""
    ? `a ${constructor.name}`
    : "an object";
}
