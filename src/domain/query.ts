// How lists are asked for: filters, sort, keyset pages. The same on every store and in every list command.
import type { ResourceName, Summary } from "./resources.js";

export const FILTER_OPERATORS = [
  "eq",
  "ne",
  "in",
  "gt",
  "gte",
  "lt",
  "lte",
  "contains",
  "startswith",
  "endswith",
  "has",
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];
/** Of stores alone: rows of that user, and those that their owners share. */
export const OWNED_OR_SHARED = "owned_or_shared";

/** Rows of a page that says no other number. */
export const DEFAULT_LIMIT = 50;

export type FilterValue = string | number | boolean | null;

/** `has` asks whether a field of the shape name → id holds that id; `in` takes a list, all others one value. */
export interface Filter {
  readonly field: string;
  readonly operator: FilterOperator | typeof OWNED_OR_SHARED;
  readonly value: FilterValue | readonly FilterValue[];
}

export interface Sort {
  readonly field: string;
  readonly direction: "asc" | "desc";
}

export interface Query {
  /** All must hold. */
  readonly filters?: readonly Filter[] | undefined;
  /** Default: by name for configuration, newest first for history. Ties are broken by id. */
  readonly sort?: Sort | undefined;
  /** Rows of a page: 1 to 1,000, default 50. */
  readonly limit?: number | undefined;
  /** The `next_cursor` of the page before. */
  readonly cursor?: string | undefined;
  /**
   * Whether no more than some thousand rows are looked at: a page may then have fewer rows than asked for, or
   * none, and a cursor to go on with. Otherwise what no index answers is looked for until the page is full.
   */
  readonly bounded?: boolean | undefined;
}

/** One page of a list; `next_cursor` is null on the last one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

export type SummaryPage<Name extends ResourceName> = Page<Summary<Name>>;
