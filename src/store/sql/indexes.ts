// The indexes of a resource's table: what the resource table promises about filters and sorts.
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";

export interface Index {
  readonly columns: readonly string[];
  readonly unique?: boolean;
}

export function indexesOf(resource: ResourceName): readonly Index[] {
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
