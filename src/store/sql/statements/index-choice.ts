// Which index a list is read by. Without statistics SQLite holds any order that an index gives for better
// than any filter, and reads a whole project to find one row. A unary plus keeps a column out of indexes.
import type { Filter, Sort } from "../../../domain/query.js";
import type { ResourceName } from "../../../domain/resources.js";
import type { Selection } from "../../driver.js";
import type { Dialect } from "../dialect.js";
import { indexesOf } from "../../tables/indexes.js";

const POINTED: readonly Filter["operator"][] = ["eq", "in"];

/** The fields of a list that are not to be looked up in an index. */
export function fieldsWithoutIndex(
  resource: ResourceName,
  { filters, sort }: Pick<Selection, "filters" | "sort">,
  { weighsOrders }: Pick<Dialect, "weighsOrders">,
): ReadonlySet<string> {
  const fields = new Set<string>();
  const elsewhere = filters.filter((filter) => isFoundElsewhere(resource, filter));
  const isOrdered = elsewhere.some(({ field }) => isReadInOrder(resource, field, sort));
  if (elsewhere.length > 0 && !(weighsOrders && isOrdered)) fields.add("project_id");
  if (filters.some((filter) => isSortedAfterwards(resource, filter, sort))) fields.add(sort.field);
  return fields;
}

/** Rows that an index without the project finds: those of a run, one id, what takes an artifact. */
function isFoundElsewhere(resource: ResourceName, { field, operator }: Filter): boolean {
  if (field === "id" || operator === "has") return true;
  if (field === "project_id" || !POINTED.includes(operator)) return false;
  return indexesOf(resource).some(({ columns }) => columns[0] === field);
}

/** Whether the rows with one value of a field come in the list's order. */
function isReadInOrder(resource: ResourceName, field: string, sort: Sort): boolean {
  return indexesOf(resource).some(
    ({ columns: [first, second] }) => first === field && second === sort.field,
  );
}

/** Rows that an index finds by one value, but not in the order of the list: they are few, and are sorted. */
function isSortedAfterwards(
  resource: ResourceName,
  { field, operator }: Filter,
  sort: Sort,
): boolean {
  if (field === "project_id" || field === sort.field || !POINTED.includes(operator)) return false;
  const own = indexesOf(resource).filter(
    ({ columns: [first, second] }) => first === "project_id" && second === field,
  );
  return own.length > 0 && own.every(({ columns }) => columns[2] !== sort.field);
}
