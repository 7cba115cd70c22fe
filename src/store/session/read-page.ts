// One page of a list. What no index answers and no filter bounds is looked for row by row, in the list's
// order: so many rows at a time, that nobody else waits long. It knows indexes as the resource table promises
// them, and no driver.
import type { Filter, Sort } from "../../domain/query.js";
import type { ResourceName, Summary } from "../../domain/resources.js";
import type { Position, Selection, StoreDriver } from "../driver.js";
import { positionAt } from "../position-at.js";
import { asRow, summaryRow } from "../row.js";
import { matches } from "../tables/matches.js";
import { isAnswered, waysThrough } from "./list-ways.js";

/** Rows that are looked at together. */
export const LOOKED_AT = 5_000;

export interface PageOptions {
  /** What bounds the asker: no row that he may not see tells him where a page ends. */
  readonly within: readonly Filter[];
  /** Ends after one look. */
  readonly bounded?: boolean | undefined;
  readonly lookedAt?: number | undefined;
}

export interface PageRows<Name extends ResourceName> {
  readonly rows: readonly Summary<Name>[];
  /** Where the next page begins. */
  readonly next: Position | null;
}

/** `selection.limit` is one more than the page has. */
export async function readPage<Name extends ResourceName>(
  driver: StoreDriver,
  resource: Name,
  selection: Selection,
  { within, bounded = false, lookedAt = LOOKED_AT }: PageOptions,
): Promise<PageRows<Name>> {
  if (isAnswered(resource, selection)) {
    return cut(await driver.select(resource, selection), selection);
  }
  const rows: Summary<Name>[] = [];
  let { after } = selection;
  for (;;) {
    const wanted = { ...selection, after, limit: selection.limit - rows.length };
    const look = await lookThrough(driver, resource, wanted, lookedAt);
    rows.push(...look.rows);
    if (look.end === null || rows.length === selection.limit) return cut(rows, selection);
    after = look.end;
    if (!bounded) continue;
    if (await isSeen(driver, resource, look.end.id, within)) return { rows, next: look.end };
    const last = rows.at(-1);
    if (last !== undefined) return { rows, next: positionOf(last, selection.sort) };
  }
}

interface Look<Name extends ResourceName> {
  readonly rows: readonly Summary<Name>[];
  /** The last row that was looked at; null when there is none behind it. */
  readonly end: Position | null;
}

/** Of the indexes that have the list's order, one that leaves no more rows than this answers at once. */
async function lookThrough<Name extends ResourceName>(
  driver: StoreDriver,
  resource: Name,
  selection: Selection,
  lookedAt: number,
): Promise<Look<Name>> {
  const ways = waysThrough(resource, selection);
  let first: { readonly fields: readonly string[]; readonly end: Position } | undefined;
  for (const { fields, filters, sort } of ways) {
    const isInOrder = sort === undefined;
    const asked = isInOrder
      ? { filters, sort: selection.sort, after: selection.after, through: { fields, upTo: null } }
      : { filters, sort, after: null };
    const end = await driver.place(resource, { ...asked, limit: lookedAt });
    if (end !== undefined) {
      if (isInOrder) first ??= { fields, end };
      continue;
    }
    const through = isInOrder ? { fields, upTo: null } : undefined;
    return { rows: await driver.select(resource, { ...selection, through }), end: null };
  }
  if (first === undefined) return { rows: await driver.select(resource, selection), end: null };
  const { fields, end } = first;
  const through = { fields, upTo: end };
  return { rows: await driver.select(resource, { ...selection, through }), end };
}

async function isSeen(
  driver: StoreDriver,
  resource: ResourceName,
  id: string,
  within: readonly Filter[],
): Promise<boolean> {
  const isAll = within.every(({ field }) => field === "project_id");
  if (isAll) return true;
  const entity = await driver.find(resource, id);
  return entity !== undefined && within.every((filter) => matches(asRow(entity), filter));
}

function cut<Name extends ResourceName>(
  rows: readonly Summary<Name>[],
  { limit, sort }: Selection,
): PageRows<Name> {
  if (rows.length < limit) return { rows, next: null };
  const kept = rows.slice(0, limit - 1);
  const last = kept.at(-1);
  return { rows: kept, next: last === undefined ? null : positionOf(last, sort) };
}

function positionOf(summary: object, sort: Sort): Position {
  const row = summaryRow(summary);
  return positionAt(row[sort.field], row.id);
}
