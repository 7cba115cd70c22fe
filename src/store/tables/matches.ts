// Whether a row passes a filter: the meaning that every driver gives to the operators.
import type { Filter, FilterValue } from "../../domain/query.js";
import { compareText } from "../../util/compare-text.js";
import type { Row } from "../row.js";

export function matches(row: Row, filter: Filter): boolean {
  const found = row[filter.field];
  const { operator, value } = filter;
  switch (operator) {
    case "in":
      return Array.isArray(value) && value.some((one) => one === found);
    case "eq":
      return found === value;
    case "ne":
      return found !== value;
    case "owned_or_shared":
      return found === value || row["shared"] === true;
    case "has":
      return typeof found === "object" && found !== null && Object.values(found).includes(value);
    case "contains":
    case "startswith":
    case "endswith":
      return (
        typeof found === "string" && typeof value === "string" && PATTERNS[operator](found, value)
      );
    default:
      return isOrdered(found, value) && ORDERS[operator](compareValues(found, value));
  }
}

const PATTERNS = {
  contains: (found: string, value: string) => found.includes(value),
  startswith: (found: string, value: string) => found.startsWith(value),
  endswith: (found: string, value: string) => found.endsWith(value),
};

const ORDERS = {
  gt: (order: number) => order > 0,
  gte: (order: number) => order >= 0,
  lt: (order: number) => order < 0,
  lte: (order: number) => order <= 0,
};

/** Numbers by size, text by code point. */
export function compareValues(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return compareText(String(left), String(right));
}

function isOrdered(found: unknown, value: FilterValue | readonly FilterValue[]): boolean {
  return typeof found === typeof value && (typeof found === "string" || typeof found === "number");
}
