// That no list on offer reads without bound: each field, operator and sort of the resource table, as SQLite
// plans it.
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fieldKinds } from "../../src/domain/field-kind.js";
import { operatorsOf } from "../../src/domain/filter-problem.js";
import type { Filter, Sort } from "../../src/domain/query.js";
import { RESOURCES, TABLE_NAMES, sortableFields } from "../../src/domain/resources.js";
import type { ResourceName } from "../../src/domain/resources.js";
import type { Selection } from "../../src/store/driver.js";
import { isAnswered, waysThrough } from "../../src/store/session/list-ways.js";
import { openSqlDriver } from "../../src/store/sql/open-sql.js";
import { connect } from "../../src/store/sql/sqlite/connection.js";
import type { Connection } from "../../src/store/sql/sqlite/connection.js";
import { SQLITE } from "../../src/store/sql/sqlite/sqlite-dialect.js";
import { paramsOf } from "../../src/store/sql/statements/compile.js";
import type { Statement } from "../../src/store/sql/statements/compile.js";
import { Statements } from "../../src/store/sql/statements/statements.js";
import { eachInFolder } from "./places.js";

const folder = eachInFolder();
let connection: Connection;

beforeEach(async () => {
  const file = join(folder(), "store.db");
  await (await openSqlDriver({ file })).close();
  connection = connect(file);
});
afterEach(() => connection.close());

const BEHIND = { value: "x", id: "y" };

function plan(statement: Statement<Selection>, selection: Selection): string {
  const params = paramsOf(statement, selection);
  const rows = connection.all(`explain query plan ${statement.sql}`, params);
  return rows.map((row) => String(row[3])).join("; ");
}

/** Every way in which people and sessions may ask for a list. */
function* selections(resource: ResourceName): Generator<Selection> {
  for (const field of sortableFields(resource)) {
    for (const direction of ["asc", "desc"] as const) {
      for (const bounds of boundsOf(resource)) {
        for (const filter of [undefined, ...filtersOf(resource)]) {
          const asked = filter === undefined ? [] : [filter];
          yield listOf(resource, [...bounds, ...asked], { field, direction });
        }
      }
    }
  }
}

function listOf(resource: ResourceName, filters: readonly Filter[], sort: Sort): Selection {
  const bounded: { readonly by: string; readonly sorts: readonly string[] } | undefined =
    RESOURCES[resource].bounded;
  const isBounded = bounded?.sorts.includes(sort.field) === true;
  const by: readonly Filter[] = isBounded
    ? [{ field: bounded?.by ?? "", operator: "eq", value: "b" }]
    : [];
  return { filters: [...filters, ...by], sort, limit: 51, after: BEHIND };
}

/** What a session adds: of all, of what is one's own, of what is one's own or shared. */
function boundsOf(resource: ResourceName): readonly (readonly Filter[])[] {
  const { scope, shareable } = RESOURCES[resource];
  if (scope === "global") return [[]];
  const project: Filter = { field: "project_id", operator: "eq", value: "p" };
  const operator = shareable === true ? "owned_or_shared" : "eq";
  return [[project], [project, { field: "user_id", operator, value: "u" }]];
}

function filtersOf(resource: ResourceName): readonly Filter[] {
  return RESOURCES[resource].filters.flatMap((field: string) => {
    const kind = fieldKinds(RESOURCES[resource]).get(field);
    if (kind === undefined) throw new Error(`${resource} has no field ${field}`);
    const single = operatorsOf(kind).map((operator): Filter => {
      return { field, operator, value: operator === "in" ? ["abcd", "efgh"] : "abcd" };
    });
    return kind.nullable ? [...single, { field, operator: "eq", value: null }] : single;
  });
}

const SORTED = "TEMP B-TREE FOR ORDER BY";

/** What is wrong with how a list is read, in a line that says what was asked. */
function problems(resource: ResourceName, selection: Selection): readonly string[] {
  const statements = new Statements(SQLITE);
  const said = selection.filters.map(({ field, operator }) => `${field} ${operator}`).join(", ");
  const asked = `${resource} ${said} by ${selection.sort.field} ${selection.sort.direction}`;
  if (isAnswered(resource, selection)) {
    const found = plan(statements.select(resource, selection), selection);
    const isByFew =
      RESOURCES[resource].scope === "global" ||
      !/project_id=\?( AND \(?(name|created)|\)$)/.test(found.split(";")[0] ?? "");
    const isOrdered = !found.includes(SORTED);
    return isWhole(found) || !(isOrdered || isByFew) ? [`${asked}: ${found}`] : [];
  }
  const ways = waysThrough(resource, selection);
  if (ways.every(({ sort }) => sort !== undefined)) return [`${asked}: no way in its order`];
  return ways.flatMap(({ fields, filters, sort }) => {
    const through = { fields, upTo: BEHIND };
    const place =
      sort === undefined
        ? { ...selection, filters, through: { fields, upTo: null } }
        : { ...selection, filters, sort, after: null };
    const read = sort === undefined ? { ...selection, through } : selection;
    const found = [
      plan(statements.place(resource, place), place),
      plan(statements.select(resource, read), read),
    ];
    const [, rows = ""] = found;
    const isSorted = found[0]?.includes(SORTED) || (sort === undefined && rows.includes(SORTED));
    return isSorted || found.some(isWhole) ? [`${asked}: ${found.join(" / ")}`] : [];
  });
}

function isWhole(found: string): boolean {
  return found.split("; ").some((line) => line.startsWith("SCAN") && !line.includes("USING"));
}

test.each(TABLE_NAMES)(
  "each list of %s that is on offer is read by an index, in bounds",
  (resource) => {
    const all = [...selections(resource)];
    expect(all.length).toBeGreaterThan(10);
    expect(all.flatMap((selection) => problems(resource, selection))).toEqual([]);
  },
);
