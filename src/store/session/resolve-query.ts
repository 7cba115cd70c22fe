// A list as it is asked for → a selection with nothing left open.
import { decodeCursor, encodeCursor } from "../../domain/cursor.js";
import { ZenError } from "../../domain/errors.js";
import { filterError } from "../../domain/filter.js";
import { filterProblem, unknownField } from "../../domain/filter-problem.js";
import { DEFAULT_LIMIT } from "../../domain/query.js";
import type { Filter, Page, Query, Sort } from "../../domain/query.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { Position, Selection } from "../driver.js";

const MAX_LIMIT = 1000;

/** By name for configuration, newest first for history. */
export function defaultSort(resource: ResourceName): Sort {
  return RESOURCES[resource].home === "configuration"
    ? { field: "name", direction: "asc" }
    : { field: "created", direction: "desc" };
}

/** Errors: `invalid_input` with all problems. */
export function checkFilters(resource: ResourceName, filters: readonly Filter[]): void {
  const problems = filters.flatMap((filter) => filterProblem(resource, filter) ?? []);
  if (problems.length > 0) throw filterError(problems);
}

/** `within` bounds what there is for the asker. Errors: `invalid_input`. Asks for one row more than the page has, to know whether it is the last. */
export function resolveQuery(
  resource: ResourceName,
  query: Query,
  within: readonly Filter[],
): Selection {
  const { filters = [], sort = defaultSort(resource), limit = DEFAULT_LIMIT, cursor } = query;
  checkFilters(resource, filters);
  checkSort(resource, sort.field, filters);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new ZenError("invalid_input", `A page cannot have ${limit} rows.`, {
      hint: `Ask for 1 to ${MAX_LIMIT.toLocaleString("en")}.`,
    });
  }
  return {
    filters: [...within, ...filters],
    sort,
    limit: limit + 1,
    after: cursor === undefined ? null : decodeCursor(cursor, sort),
  };
}

interface Bounded {
  readonly by: string;
  readonly sorts: readonly string[];
}

/** A sort is offered where an index or a filter bounds what has to be looked at. */
function checkSort(resource: ResourceName, field: string, filters: readonly Filter[]): void {
  const { sorts, plural } = RESOURCES[resource];
  const bounded: Bounded | undefined = RESOURCES[resource].bounded;
  const isIndexed = sorts.some((sort) => sort === field);
  if (isIndexed) return;
  if (bounded === undefined || !bounded.sorts.some((sort) => sort === field)) {
    throw new ZenError("invalid_input", unknownField(resource, field, "sorts"));
  }
  const { by } = bounded;
  if (filters.some((filter) => filter.field === by && filter.operator === "eq")) return;
  throw new ZenError("invalid_input", `All ${plural} together cannot be sorted by '${field}'.`, {
    hint: `Sort by it where ${by} is given, e.g. ${by}=ID.`,
  });
}

/** A page as it is answered. */
export function pageOf<Row>(
  { rows, next }: { readonly rows: readonly Row[]; readonly next: Position | null },
  sort: Sort,
): Page<Row> {
  return { items: rows, next_cursor: next === null ? null : encodeCursor(sort, next) };
}
