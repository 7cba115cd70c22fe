// The contract that a kind of storage implements: six members and some that not all can offer, no knowledge of names, defaults or
// policies. All of that is in zen-store.ts, once, above every driver.
import type { Change } from "../domain/change.js";
import type { Filter, Sort } from "../domain/query.js";
import type { Entities, ResourceName, Summary } from "../domain/resources.js";

/** Where a row stands in a list. */
export interface Position {
  readonly value: string | number;
  readonly id: string;
}

/** A list as drivers see it: everything resolved, nothing optional that has a default. */
export interface Selection {
  readonly filters: readonly Filter[];
  readonly sort: Sort;
  readonly limit: number;
  /** Rows strictly behind this one, in sort order; ties by id in the same direction. */
  readonly after: Position | null;
  /** Read row by row. Undefined: an index answers it, or a filter bounds it. */
  readonly through?: Through | undefined;
  /** With detail fields, where the driver can read them together. */
  readonly isWhole?: boolean | undefined;
}

/** Rows are looked at one after the other, in the order of an index that begins with these fields. */
export interface Through {
  readonly fields: readonly string[];
  /** The last one that is looked at. */
  readonly upTo: Position | null;
}

/** Numbers that grow with every change of what is kept: by this driver, and by others at the same data. */
export interface StoreVersion {
  readonly own: number;
  readonly others: number;
}

export interface StoreDriver {
  /** The whole entity, or undefined. */
  find<Name extends ResourceName>(resource: Name, id: string): Promise<Entities[Name] | undefined>;
  /** Rows without their detail fields. Text compares by code point, case-sensitively. */
  select<Name extends ResourceName>(resource: Name, selection: Selection): Promise<Summary<Name>[]>;
  /** Where the last of so many rows of a list stands; undefined: there are fewer. */
  place(resource: ResourceName, selection: Selection): Promise<Position | undefined>;
  /**
   * Applies all changes or none, and returns once a killed process cannot lose them. Concurrent
   * calls may share a transaction, but one that fails leaves the others alone.
   * Errors: `entity_exists` (id or unique key), `not_found` (update, delete), `conflict` (an
   * `expect` does not hold), `in_use` (delete restricted by a child), with the change in `details`.
   */
  write(changes: readonly Change[]): Promise<void>;
  /** Makes everything written so far survive a power cut. */
  sync(): Promise<void>;
  /** As it is now; at once where that is possible. Undefined, or no such member: it cannot be told. */
  version?(): StoreVersion | undefined | Promise<StoreVersion | undefined>;
  /** False: the files that it was opened on were deleted or replaced. No such member: it has none. */
  isInPlace?(): boolean;
  close(): Promise<void>;
}
