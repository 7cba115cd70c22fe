// The indexes of a resource's table, what the resource table promises about filters and sorts, and which of
// them give a list in its order.
import type { Filter, Sort } from "../../domain/query.js";
import { RESOURCES, TABLE_NAMES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";

export interface Index {
  readonly columns: readonly string[];
  readonly unique?: boolean;
}

const INDEXES = new Map(TABLE_NAMES.map((resource) => [resource, deriveIndexes(resource)]));

export function indexesOf(resource: ResourceName): readonly Index[] {
  return INDEXES.get(resource) ?? [];
}

/** The indexes that give the list in its order, narrowed by as many of its filters as there are, best first. */
export function orderedIndexes(
  resource: ResourceName,
  filters: readonly Filter[],
  sort: Sort,
): readonly (readonly string[])[] {
  const given = filters.filter(({ operator }) => operator === "eq").map(({ field }) => field);
  const ordered = indexesOf(resource)
    .map(({ columns }) => columns)
    .filter((columns) => {
      const place = columns.indexOf(sort.field);
      return place >= 0 && columns.slice(0, place).every((field) => given.includes(field));
    });
  return ordered.toSorted((left, right) => right.length - left.length);
}

function deriveIndexes(resource: ResourceName): readonly Index[] {
  const { scope, unique, parents, sorts, indexes } = RESOURCES[resource];
  const scoped = scope === "project" ? ["project_id"] : [];
  const wanted: Index[] = unique === null ? [] : [{ columns: unique, unique: true }];
  for (const sort of sorts) {
    // What is unique by the sort needs no id behind it.
    const isUnique = unique?.join() === [...scoped, sort].join();
    if (!isUnique) wanted.push({ columns: [...scoped, sort, "id"] });
  }
  for (const fields of indexes) {
    const last = fields.at(-1);
    const isOrdered = sorts.some((sort) => sort === last);
    wanted.push({ columns: isOrdered ? [...fields, "id"] : fields });
  }
  for (const { field } of parents) {
    if (wanted.every(({ columns }) => columns[0] !== field)) wanted.push({ columns: [field] });
  }
  return wanted;
}

export function indexName(table: string, columns: readonly string[]): string {
  return [table, ...columns].join("_");
}
