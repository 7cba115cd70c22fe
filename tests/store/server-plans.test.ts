// That no filter and no sort on offer reads more than the rows of one project, as each server plans it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Filter, Sort } from "../../src/domain/query.js";
import { RESOURCES, RESOURCE_NAMES } from "../../src/domain/resources.js";
import type { ResourceName } from "../../src/domain/resources.js";
import { operatorsOf } from "../../src/domain/filter-problem.js";
import { fieldKinds } from "../../src/domain/field-kind.js";
import { openStore } from "../../src/store/open.js";
import { defaultSort } from "../../src/store/session/resolve-query.js";
import { mysqlDialect } from "../../src/store/sql/mysql/mysql-dialect.js";
import { POSTGRES } from "../../src/store/sql/postgres/postgres-dialect.js";
import { paramsOf } from "../../src/store/sql/statements/compile.js";
import { Statements } from "../../src/store/sql/statements/statements.js";
import { PROJECT_ID, fill } from "../databases/fill.js";
import { SERVERS } from "../databases/servers.js";
import type { TestDatabase, TestServer } from "../databases/servers.js";

const ROWS = 20_000;
const PROJECTS = 40;
/** What a page may look at: the rows of its project, twice for estimates. */
const BOUND = (2 * ROWS) / PROJECTS;

interface Case {
  readonly resource: ResourceName;
  readonly said: string;
  readonly filters: readonly Filter[];
  readonly sort: Sort;
}

const EQUAL = "eq" as const;

const CASES: readonly Case[] = RESOURCE_NAMES.filter(
  (resource) => RESOURCES[resource].scope === "project",
).flatMap((resource) => {
  const { sorts, filters } = RESOURCES[resource];
  const sort = defaultSort(resource);
  const sorted = sorts.flatMap((field) =>
    (["asc", "desc"] as const).map((direction) => ({
      resource,
      said: `sorted by ${field} ${direction}`,
      filters: [],
      sort: { field, direction },
    })),
  );
  const filtered = filters.map((field) => {
    const kind = fieldKinds(RESOURCES[resource]).get(field);
    const isJson = kind?.type === "json";
    // Columns of booleans hold 0 and 1.
    const isNumber = kind?.type === "integer" || kind?.type === "boolean";
    const value = isNumber ? 1 : `${field} 7`;
    const operator = isJson ? "has" : EQUAL;
    expect(kind && operatorsOf(kind)).toContain(operator);
    return { resource, said: `with ${field}`, filters: [{ field, operator, value }], sort } as Case;
  });
  return [...sorted, ...filtered];
});

describe.each(SERVERS)("$name $reason", (server) => {
  const isHere = server.url !== undefined;
  let database: TestDatabase;
  let project = "";

  beforeAll(async () => {
    if (!isHere) return;
    database = await server.createDatabase();
    await (await openStore({ type: "sql", url: database.url })).store.close();
    await fill(server, database, { rows: ROWS, projects: PROJECTS });
    project = String((await database.query(PROJECT_ID))[0]?.[0]);
  });
  afterAll(() => (isHere ? database.drop() : undefined));

  test.runIf(isHere).each(CASES)("$resource $said", async ({ resource, filters, sort }) => {
    const isNumber = fieldKinds(RESOURCES[resource]).get(sort.field)?.type === "integer";
    const selection = {
      filters: [{ field: "project_id", operator: EQUAL, value: project }, ...filters],
      sort,
      limit: 51,
      after: { value: isNumber ? 500 : "2026-01-01T00010000", id: "8" },
    };
    const dialect = server.name === "postgres" ? POSTGRES : mysqlDialect("utf8mb4_nopad_bin");
    const statement = new Statements(dialect).select(resource, selection);
    const plan = await explain(server, database, statement.sql, paramsOf(statement, selection));
    expect(plan.isScan, plan.text).toBe(false);
    expect(plan.rows, plan.text).toBeLessThanOrEqual(BOUND);
  });
});

interface Plan {
  readonly text: string;
  /** Reads a whole table. */
  readonly isScan: boolean;
  /** How many rows it thinks it reads from any table. */
  readonly rows: number;
}

async function explain(
  { name }: TestServer,
  database: TestDatabase,
  sql: string,
  params: readonly unknown[],
): Promise<Plan> {
  const lines = await database.query(`explain ${sql}`, params);
  if (name === "postgres") {
    const text = lines.map(([line]) => String(line)).join("\n");
    const rows = [...text.matchAll(/Scan.*rows=(\d+)/g)].map(([, count]) => Number(count));
    return { text, isScan: text.includes("Seq Scan"), rows: Math.max(0, ...rows) };
  }
  // id, select_type, table, type, possible_keys, key, key_len, ref, rows, Extra
  const text = lines.map((line) => line.join(" | ")).join("\n");
  const types = lines.map((line) => line[3]);
  const rows = lines.map((line) => Number(line[8] ?? 0));
  return {
    text,
    isScan: types.includes("ALL") || types.includes("index"),
    rows: Math.max(...rows),
  };
}
