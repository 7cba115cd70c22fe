// How a list can be read: an index answers it, a filter leaves few rows, or rows are looked at one by one.
import type { Filter, Sort } from "../../domain/query.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { Selection } from "../driver.js";
import { indexesOf, orderedIndexes } from "../tables/indexes.js";

type Asked = Pick<Selection, "filters" | "sort">;

/** Whether no more rows have to be read than a page has, or than a filter leaves. */
export function isAnswered(resource: ResourceName, { filters, sort }: Asked): boolean {
  if (filters.some((filter) => leavesFew(resource, filter))) return true;
  const [index] = orderedIndexes(resource, filters, sort);
  if (index === undefined) return false;
  const fields = index.slice(0, index.indexOf(sort.field));
  return filters.every((filter) => isBy(filter, fields, sort));
}

/** An index that a list may be read by. */
export interface Way {
  /** Its fields before the one that it sorts by. */
  readonly fields: readonly string[];
  /** The filters that it answers. */
  readonly filters: readonly Filter[];
  /** Its order, where that is not the list's: what it leaves has to be sorted, so it may not be much. */
  readonly sort?: Sort;
}

/** Those with the list's order, best first, before those that one value is found by. */
export function waysThrough(resource: ResourceName, { filters, sort }: Asked): readonly Way[] {
  const ordered = orderedIndexes(resource, filters, sort).map((index): Way => {
    const fields = index.slice(0, index.indexOf(sort.field));
    return { fields, filters: filters.filter((filter) => isBy(filter, fields, sort)) };
  });
  const { scope, sorts } = RESOURCES[resource];
  const scoped = scope === "project" ? ["project_id"] : [];
  const others = filters.flatMap((filter): readonly Way[] => {
    const { field, operator } = filter;
    if (operator !== "eq" || field === sort.field) return [];
    if (sorts.every((one) => one !== field)) return [];
    const own = filters.filter((one) => scoped.includes(one.field));
    return [{ fields: scoped, filters: [...own, filter], sort: { field, direction: "asc" } }];
  });
  return [...ordered, ...others];
}

const RANGES: readonly Filter["operator"][] = ["eq", "gt", "gte", "lt", "lte", "startswith"];

/** Whether an index with these fields before the sorted one answers a filter. */
function isBy({ field, operator }: Filter, fields: readonly string[], sort: Sort): boolean {
  if (field === sort.field) return RANGES.includes(operator);
  return operator === "eq" && fields.includes(field);
}

const MEANT_ID = 4;

/** Rows of one run, users of one artifact, what has a hash: what there are many of is no answer anyway. */
function leavesFew(resource: ResourceName, { field, operator, value }: Filter): boolean {
  if (operator === "has") return true;
  if (field === "id" && operator === "startswith") return String(value).length >= MEANT_ID;
  const isNull = value === null || (Array.isArray(value) && value.includes(null));
  const isScope = field === "project_id" && RESOURCES[resource].scope === "project";
  if (isNull || isScope || (operator !== "eq" && operator !== "in")) return false;
  if (field === "id") return true;
  return indexesOf(resource).some(({ columns, unique }) => leads(field, columns, unique));
}

/** Whether an index is there for one value of a field alone. */
function leads(field: string, columns: readonly string[], isUnique = false): boolean {
  const [first, second] = columns;
  if (columns.length === 1 || isUnique) return first === field;
  return first === "project_id" && second === field && columns.length === 2;
}
