// Makes the `list` command of a resource from its columns.
import { parseFilters, parseSort } from "../domain/filter.js";
import type { Page, Query } from "../domain/query.js";
import type { Plurals, ResourceName, Summary } from "../domain/resources.js";
import { ZenError } from "../domain/errors.js";
import type { Session } from "../sdk/session.js";
import { nearest } from "../util/nearest.js";
import type { Context } from "./framework/context.js";
import type { Column } from "./output/output.js";

/** What every list's flags come to. */
export interface ListFlags {
  readonly columns: string | undefined;
  readonly filter: readonly string[];
  readonly sort: string | undefined;
  readonly limit: number;
}

export interface ListDefinition<Name extends ResourceName, Row = Summary<Name>> {
  readonly resource: Name;
  /** As sentences name them, e.g. `runs`. */
  readonly plural: Plurals[Name];
  readonly store: (session: Session) => { list(query: Query): Promise<Page<Row>> };
  /** The columns for these rows; may look up what the rows only point to. */
  readonly columns: (
    rows: readonly Row[],
    session: Session,
    context: Context,
  ) => Promise<readonly Column<Row>[]> | readonly Column<Row>[];
  /** What else narrows the list, e.g. `--run`. */
  readonly query?: Query;
  /** Said instead of an empty table; default: that there are none. */
  readonly empty?: string;
}

/** Prints a list as its flags say. Errors: `invalid_argument`, `invalid_input`. */
export async function printList<Name extends ResourceName, Row = Summary<Name>>(
  definition: ListDefinition<Name, Row>,
  flags: ListFlags,
  context: Context,
): Promise<void> {
  const session = await context.openSession();
  const { rows, hasMore } = await readRows(definition, flags, session);
  const columns = await definition.columns(rows, session, context);
  const things = definition.plural.replaceAll("_", " ");
  const { empty = `No ${things} found.` } = definition;
  await context.output.list({
    columns: chooseColumns(columns, flags.columns),
    rows,
    onlyColumns: flags.columns !== undefined,
    empty,
  });
  if (hasMore)
    context.output.notice(`There are more than ${flags.limit} ${things}; --limit shows more.`);
}

async function readRows<Name extends ResourceName, Row>(
  definition: ListDefinition<Name, Row>,
  flags: ListFlags,
  session: Session,
): Promise<{ readonly rows: readonly Row[]; readonly hasMore: boolean }> {
  const { resource, query: given = {} } = definition;
  const asked = parseQuery(resource, flags);
  const filters = [...(given.filters ?? []), ...(asked.filters ?? [])];
  const sort = asked.sort ?? given.sort;
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const limit = Math.min(flags.limit - rows.length, MAX_PAGE);
    const page = await definition.store(session).list({ filters, sort, limit, cursor });
    rows.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined && rows.length < flags.limit);
  return { rows, hasMore: cursor !== undefined };
}

function parseQuery(resource: ResourceName, { filter, sort }: ListFlags): Query {
  const filters = parseFilters(resource, filter);
  return sort === undefined ? { filters } : { filters, sort: parseSort(resource, sort) };
}

const MAX_PAGE = 1000;

/** The columns that `--columns` names. Errors: `invalid_argument`. */
export function chooseColumns<Row>(
  columns: readonly Column<Row>[],
  text: string | undefined,
): readonly Column<Row>[] {
  if (text === undefined) return columns;
  const known = columns.map(({ key }) => key);
  const problems: string[] = [];
  const chosen = text.split(",").flatMap((word) => {
    const key = word.trim().toLowerCase().replace(/[ -]/g, "_");
    const column = columns.find((column) => column.key === key);
    if (column !== undefined) return [column];
    const close = nearest(key, known);
    const suggestion = close === undefined ? "" : `; did you mean '${close}'?`;
    problems.push(`no column '${word.trim()}'${suggestion}`);
    return [];
  });
  if (problems.length === 0) return chosen;
  throw new ZenError("invalid_argument", `--columns: ${problems.join("; ")}`, {
    hint: `Columns: ${known.join(",")}`,
    details: { known },
  });
}
