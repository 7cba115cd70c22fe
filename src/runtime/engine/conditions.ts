// Whether a branch is taken: what outputs and elements are, compared with what the graph says.
import type { Json } from "../../domain/entities/fields.js";
import { lookedAt } from "../../domain/graph-origins.js";
import type { GraphCondition, LaterInput } from "../../domain/graph.js";
import type { Frame, Input } from "./frame.js";

type ReadInput = (input: Input, label: string) => Promise<unknown>;

export class Conditions {
  readonly #read: ReadInput;
  /** Several steps of a branch ask for the same value. */
  readonly #values = new WeakMap<object, Promise<unknown>>();

  constructor(read: ReadInput) {
    this.#read = read;
  }

  /** Whether all hold; none does that asks for what a branch that was not taken would have put out. */
  async hold(frame: Frame, conditions: readonly GraphCondition[]): Promise<boolean> {
    for (const condition of conditions) {
      const source = lookedAt(condition);
      const input = frame.find(source);
      if (input === "skipped") return false;
      const found = input === "nothing" ? undefined : await this.#value(input, titleOf(source));
      if (!holds(condition, found)) return false;
    }
    return true;
  }

  #value(input: Input, label: string): Promise<unknown> {
    const key = "artifact" in input ? input.artifact : input;
    const value = this.#values.get(key) ?? this.#read(input, label);
    this.#values.set(key, value);
    return value;
  }
}

function titleOf(source: LaterInput): string {
  if ("item" in source) return `'${source.input}' of map '${source.item}'`;
  const outputs = "step" in source ? [source] : source.first_of;
  return outputs.map(({ step, output }) => `'${output}' of step '${step}'`).join(" or ");
}

type Test = (found: unknown, wanted: Json) => boolean;

const TESTS: Record<GraphCondition["operator"], Test> = {
  truthy: (found) => Boolean(found),
  falsy: (found) => !found,
  eq: isEqual,
  ne: (found, wanted) => !isEqual(found, wanted),
  in: (found, wanted) => Array.isArray(wanted) && wanted.some((one) => isEqual(found, one)),
  gt: (found, wanted) => compare(found, wanted, (order) => order > 0),
  gte: (found, wanted) => compare(found, wanted, (order) => order >= 0),
  lt: (found, wanted) => compare(found, wanted, (order) => order < 0),
  lte: (found, wanted) => compare(found, wanted, (order) => order <= 0),
};

export function holds(
  { operator, value, negate = false }: Pick<GraphCondition, "operator" | "value" | "negate">,
  found: unknown,
): boolean {
  return TESTS[operator](found, value) !== negate;
}

/** What cannot be ordered is neither above nor below. */
function compare(found: unknown, wanted: Json, is: (order: number) => boolean): boolean {
  if (typeof found === "number" && typeof wanted === "number") return is(found - wanted);
  if (typeof found === "string" && typeof wanted === "string") {
    return is(found < wanted ? -1 : Number(found > wanted));
  }
  return false;
}

function isEqual(found: unknown, wanted: Json): boolean {
  if (found === wanted) return true;
  if (!isObject(found) || !isObject(wanted)) return false;
  if (Array.isArray(found) !== Array.isArray(wanted)) return false;
  const left = Object.entries(found);
  return (
    left.length === Object.keys(wanted).length &&
    left.every(([key, value]) => Object.hasOwn(wanted, key) && isEqual(value, wanted[key] ?? null))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null;
}
