// Rows of several resources in memory, with their unique keys and parents. Knows nothing of where they
// are kept: the memory driver keeps them here, the YAML driver in files.
import type { Change } from "../../domain/change.js";
import { RESOURCES, TABLE_NAMES } from "../../domain/resources.js";
import type { Parent, ResourceName } from "../../domain/resources.js";
import { asRow } from "../row.js";
import type { Row } from "../row.js";
import {
  childrenOf,
  entityExists,
  entityNotFound,
  expectationFailed,
  parentMissing,
  stillInUse,
  uniqueFields,
} from "../write-errors.js";

/** What a change did to one row: created without `before`, deleted without `after`. */
export interface Effect {
  readonly resource: ResourceName;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

interface Table {
  readonly rows: Map<string, Row>;
  /** Unique key → id. */
  readonly keys: Map<string, string>;
}

export class Tables {
  readonly #tables = new Map<ResourceName, Table>();
  #effects: Effect[] = [];

  /** Only references between the resources of `resources` are checked. */
  constructor(resources: readonly ResourceName[] = TABLE_NAMES) {
    for (const name of resources) this.#tables.set(name, { rows: new Map(), keys: new Map() });
  }

  rows(resource: ResourceName): ReadonlyMap<string, Row> {
    return this.#table(resource).rows;
  }

  /** Takes rows as they are: of two with one unique key, both stay. */
  load(resource: ResourceName, rows: Iterable<Row>): void {
    for (const row of rows) this.#set(resource, undefined, row);
  }

  /** Takes over what somebody else did to a row. */
  replace(resource: ResourceName, before: Row | undefined, after: Row | undefined): void {
    this.#set(resource, before, after);
  }

  /** Applies all changes or none. Errors: as `StoreDriver.write`. */
  apply(changes: readonly Change[]): readonly Effect[] {
    this.#effects = [];
    try {
      for (const change of changes) this.#applyOne(change);
      return this.#effects;
    } catch (error) {
      for (const { resource, before, after } of this.#effects.toReversed()) {
        this.#set(resource, after, before);
      }
      throw error;
    }
  }

  #applyOne(change: Change): void {
    if (change.op === "create") {
      const row = structuredClone(asRow(change.entity));
      if (this.#table(change.resource).rows.has(row.id)) throw entityExists(change, row, "id");
      this.#put(change, undefined, row);
    } else if (change.op === "update") {
      const before = this.#existing(change);
      checkExpectations(change, before);
      this.#put(change, before, { ...before, ...structuredClone(change.set), id: change.id });
    } else {
      this.#existing(change);
      this.#checkRestricted(change);
      this.#remove(change.resource, change.id);
    }
  }

  #existing(change: Exclude<Change, { op: "create" }>): Row {
    const row = this.#table(change.resource).rows.get(change.id);
    if (row === undefined) throw entityNotFound(change);
    return row;
  }

  #put(change: Change, before: Row | undefined, after: Row): void {
    const { resource } = change;
    const key = uniqueKey(resource, after);
    const holder = key === undefined ? undefined : this.#table(resource).keys.get(key);
    if (holder !== undefined && holder !== after.id) throw entityExists(change, after, "unique");
    const missing = RESOURCES[resource].parents.find((parent) => !this.#hasParent(parent, after));
    if (missing !== undefined) throw parentMissing(change, missing, after[missing.field]);
    this.#record(resource, before, after);
  }

  #hasParent(parent: Parent, row: Row): boolean {
    const id = row[parent.field];
    const table = this.#tables.get(parent.resource);
    return id === null || table === undefined || table.rows.has(String(id));
  }

  #checkRestricted(change: Extract<Change, { op: "delete" }>): void {
    const users = childrenOf(change.resource)
      .filter(({ parent }) => parent.on_delete === "restrict")
      .map((child) => ({
        resource: child.resource,
        count: this.#pointing(child.resource, child.parent.field, change.id).length,
      }))
      .filter(({ count }) => count > 0);
    if (users.length > 0) throw stillInUse(change, users);
  }

  #remove(resource: ResourceName, id: string): void {
    for (const child of childrenOf(resource)) {
      for (const row of this.#pointing(child.resource, child.parent.field, id)) {
        if (child.parent.on_delete === "cascade") this.#remove(child.resource, row.id);
        else this.#record(child.resource, row, { ...row, [child.parent.field]: null });
      }
    }
    const row = this.#table(resource).rows.get(id);
    if (row !== undefined) this.#record(resource, row, undefined);
  }

  #pointing(resource: ResourceName, field: string, id: string): readonly Row[] {
    const rows = this.#tables.get(resource)?.rows.values() ?? [];
    return [...rows].filter((row) => row[field] === id);
  }

  #record(resource: ResourceName, before: Row | undefined, after: Row | undefined): void {
    this.#set(resource, before, after);
    this.#effects.push({ resource, before, after });
  }

  #set(resource: ResourceName, before: Row | undefined, after: Row | undefined): void {
    const { rows, keys } = this.#table(resource);
    const oldKey = before && uniqueKey(resource, before);
    if (before !== undefined) rows.delete(before.id);
    if (oldKey !== undefined && keys.get(oldKey) === before?.id) keys.delete(oldKey);
    if (after === undefined) return;
    rows.set(after.id, after);
    const key = uniqueKey(resource, after);
    if (key !== undefined) keys.set(key, after.id);
  }

  #table(resource: ResourceName): Table {
    const table = this.#tables.get(resource);
    if (table === undefined) throw new Error(`the tables hold no ${resource}`);
    return table;
  }
}

function uniqueKey(resource: ResourceName, row: Row): string | undefined {
  const fields = uniqueFields(resource);
  return fields === null ? undefined : JSON.stringify(fields.map((field) => row[field]));
}

function checkExpectations(change: Extract<Change, { op: "update" }>, row: Row): void {
  const expect: Readonly<Record<string, readonly unknown[]>> = { ...change.expect };
  for (const [field, values] of Object.entries(expect)) {
    if (!values.includes(row[field])) throw expectationFailed(change, field, row[field]);
  }
}
