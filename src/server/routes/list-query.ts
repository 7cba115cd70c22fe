// A list's query as it comes in a URL: `?name=contains:x&sort=-created&limit=20`, or for programs, whose
// values must arrive as they are, `?filters=[{"field":…}]`. The same words in a body.
import * as z from "zod/mini";
import { LIST_WORDS } from "../../domain/api.js";
import type { ListWord } from "../../domain/api.js";
import { ZenError } from "../../domain/errors.js";
import { parseFilters, parseSort } from "../../domain/filter.js";
import { FILTER_OPERATORS } from "../../domain/query.js";
import type { Query } from "../../domain/query.js";
import type { ResourceName } from "../../domain/resources.js";

export interface ListRequest {
  readonly query: Query;
  /** With the fields that lists leave out. */
  readonly whole: boolean;
}

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const Filters = z.array(
  z.strictObject({
    field: z.string(),
    operator: z.enum(FILTER_OPERATORS),
    value: z.union([Scalar, z.array(Scalar)]),
  }),
);

const Body = z.strictObject({
  filters: z.optional(Filters),
  sort: z.optional(z.string()),
  limit: z.optional(z.number()),
  cursor: z.optional(z.string()),
  whole: z.optional(z.boolean()),
});

/** Errors: `invalid_input`. */
export function readListBody(resource: ResourceName, body: unknown): ListRequest {
  const parsed = z.safeParse(Body, body);
  if (!parsed.success) {
    const where = parsed.error.issues.map(({ path }) => path.join(".") || "the body").join(", ");
    throw new ZenError("invalid_input", `The query is not valid: ${where}.`, {
      hint: `It may have ${LIST_WORDS.join(", ")}.`,
    });
  }
  const { sort, whole = false, ...rest } = parsed.data;
  return { query: { ...rest, ...(sort && { sort: parseSort(resource, sort) }) }, whole };
}

/** Errors: `invalid_input` with every problem of the filters. */
export function readListQuery(resource: ResourceName, search: URLSearchParams): ListRequest {
  const word = (name: ListWord): string | undefined => search.get(name) ?? undefined;
  const written = [...search].filter(([name]) => !isWord(name));
  const filters = [
    ...readFilters(word("filters")),
    ...parseFilters(
      resource,
      written.map(([field, value]) => `${field}=${value}`),
    ),
  ];
  const sort = word("sort");
  const limit = word("limit");
  return {
    query: {
      filters,
      cursor: word("cursor"),
      ...(sort !== undefined && { sort: parseSort(resource, sort) }),
      ...(limit !== undefined && { limit: readNumber(limit) }),
    },
    whole: readFlag(word("whole")),
  };
}

function isWord(name: string): boolean {
  return LIST_WORDS.some((word) => word === name);
}

function readFilters(text: string | undefined): NonNullable<Query["filters"]> {
  if (text === undefined) return [];
  const parsed = z.safeParse(Filters, parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ZenError("invalid_input", "The query's 'filters' is no list of filters.", {
    hint: 'Write filters=[{"field":"name","operator":"contains","value":"x"}], or name=contains:x.',
  });
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number)) return number;
  throw new ZenError("invalid_input", `'${text}' is no number of rows.`, { hint: "limit=50" });
}

function readFlag(text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  if (text === "true" || text === "") return true;
  throw new ZenError("invalid_input", `'${text}' is neither true nor false.`, {
    hint: "whole=true",
  });
}
