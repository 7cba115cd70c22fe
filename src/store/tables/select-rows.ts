import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { compareText } from "../../util/compare-text.js";
import type { Position, Selection } from "../driver.js";
import { positionAt } from "../position-at.js";
import type { Row } from "../row.js";
import { compareValues, matches } from "./matches.js";

/** A selection over rows in memory. The rows are copies: what a caller does to them stays with him. */
export function selectRows(
  resource: ResourceName,
  rows: Iterable<Row>,
  selection: Selection,
): Row[] {
  return inOrder(rows, selection)
    .slice(0, selection.limit)
    .map((row) => summaryOf(resource, row));
}

/** Where the last of so many rows stands. */
export function placeIn(
  rows: ReadonlyMap<string, Row>,
  selection: Selection,
): Position | undefined {
  const { limit, sort } = selection;
  if (rows.size < limit) return undefined;
  const row = inOrder(rows.values(), selection)[limit - 1];
  return row && positionAt(row[sort.field], row.id);
}

function inOrder(
  rows: Iterable<Row>,
  { filters, sort, after, through }: Selection,
): readonly Row[] {
  const sign = sort.direction === "asc" ? 1 : -1;
  const compare = (row: Row, value: unknown, id: string): number =>
    sign * (compareValues(row[sort.field], value) || compareText(row.id, id));
  const found: Row[] = [];
  for (const row of rows) {
    if (after !== null && compare(row, after.value, after.id) <= 0) continue;
    const last = through?.upTo ?? null;
    if (last !== null && compare(row, last.value, last.id) > 0) continue;
    if (filters.every((filter) => matches(row, filter))) found.push(row);
  }
  return found.sort((left, right) => compare(left, right[sort.field], right.id));
}

function summaryOf(resource: ResourceName, row: Row): Row {
  const details: readonly string[] = RESOURCES[resource].details;
  if (details.length === 0) return structuredClone(row);
  const kept = Object.entries(row).filter(([field]) => !details.includes(field));
  return { ...structuredClone(Object.fromEntries(kept)), id: row.id };
}
