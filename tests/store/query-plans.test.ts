import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Filter, Sort } from "../../src/domain/query.js";
import type { ResourceName } from "../../src/domain/resources.js";
import { openSqlDriver } from "../../src/store/sql/open-sql.js";
import { connect } from "../../src/store/sql/sqlite/connection.js";
import { SQLITE } from "../../src/store/sql/sqlite/sqlite-dialect.js";
import type { Connection } from "../../src/store/sql/sqlite/connection.js";
import { paramsOf } from "../../src/store/sql/statements/compile.js";
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

const NEWEST: Sort = { field: "created", direction: "desc" };

interface Case {
  readonly resource: ResourceName;
  readonly filters: readonly Filter[];
  readonly sort: Sort;
  /** What the plan must use. */
  readonly index: string;
}

const of = (field: string, value: Filter["value"] = "x"): Filter => ({
  field,
  operator: "eq",
  value,
});

/** How the rows are found, of a page in the middle of the list. */
function plan({ resource, filters, sort }: Case): string {
  const selection = {
    filters: [of("project_id"), ...filters],
    sort,
    limit: 20,
    after: { value: "x", id: "y" },
  };
  const statement = new Statements(SQLITE).select(resource, selection);
  const params = paramsOf(statement, selection);
  const rows = connection.all(`explain query plan ${statement.sql}`, params);
  return rows.map((row) => String(row[3])).join("; ");
}

const ORDERED: readonly Case[] = [
  { resource: "run", filters: [], sort: NEWEST, index: "project_id_created_id" },
  {
    resource: "run",
    filters: [],
    sort: { field: "name", direction: "asc" },
    index: "project_id_name",
  },
  {
    resource: "run",
    filters: [of("status")],
    sort: NEWEST,
    index: "project_id_status_created_id",
  },
  {
    resource: "run",
    filters: [of("pipeline_name")],
    sort: NEWEST,
    index: "project_id_pipeline_name_created_id",
  },
  {
    resource: "run",
    filters: [of("pipeline_id")],
    sort: NEWEST,
    index: "pipeline_id_created_id",
  },
  {
    resource: "step",
    filters: [of("step_name")],
    sort: NEWEST,
    index: "project_id_step_name_created_id",
  },
  {
    resource: "stack",
    filters: [],
    sort: { field: "name", direction: "asc" },
    index: "project_id_name",
  },
  { resource: "artifact", filters: [], sort: NEWEST, index: "project_id_created_id" },
];

test.each(ORDERED)("$resource by $index is read in order, without sorting", (asked) => {
  const found = plan(asked);
  expect(found).toContain(asked.index);
  expect(found).not.toContain("TEMP B-TREE");
  expect(found).not.toMatch(/SCAN/);
});

const BY_NAME: Sort = { field: "name", direction: "asc" };

/** What people ask runs for, two at a time and in either order. */
const RUNS: readonly Case[] = [
  [["stack_name"], NEWEST, "project_id_stack_name_created_id"],
  [["stack_name"], BY_NAME, "project_id_stack_name_name_id"],
  [["status"], BY_NAME, "project_id_status_name_id"],
  [["pipeline_name"], BY_NAME, "project_id_pipeline_name_name_id"],
  [["pipeline_id"], BY_NAME, "pipeline_id_name_id"],
  [["user_id"], NEWEST, "project_id_user_id_created_id"],
  [["user_id"], BY_NAME, "project_id_user_id_name"],
  [["user_id", "status"], NEWEST, "project_id_user_id_status_created_id"],
  [["user_id", "pipeline_name"], NEWEST, "project_id_user_id_pipeline_name_created_id"],
  [["pipeline_name", "status"], NEWEST, "project_id_pipeline_name_status_created_id"],
  [["pipeline_id", "status"], NEWEST, "pipeline_id_status_created_id"],
].map(([fields, sort, index]) => ({
  resource: "run",
  filters: (fields as readonly string[]).map((field) => of(field)),
  sort: sort as Sort,
  index: index as string,
}));

test.each(RUNS)("runs by $index are read in order, without sorting", (asked) => {
  const found = plan(asked);
  expect(found).toContain(`${asked.index} (`);
  expect(found).not.toContain("TEMP B-TREE");
  expect(found).not.toMatch(/SCAN/);
});

const BOUNDED: readonly Case[] = [
  {
    resource: "step",
    filters: [of("run_id")],
    sort: { field: "position", direction: "asc" },
    index: "zen_step_run_id_name",
  },
  {
    resource: "step",
    filters: [of("cache_key"), of("status")],
    sort: NEWEST,
    index: "zen_step_project_id_cache_key",
  },
  {
    resource: "step",
    filters: [{ field: "cache_key", operator: "in", value: ["x", "y"] }, of("status")],
    sort: NEWEST,
    index: "zen_step_project_id_cache_key",
  },
  {
    resource: "artifact",
    filters: [of("name")],
    sort: NEWEST,
    index: "zen_artifact_project_id_name_id",
  },
  {
    resource: "pipeline",
    filters: [of("name")],
    sort: NEWEST,
    index: "zen_pipeline_project_id_name",
  },
  {
    resource: "step",
    filters: [{ field: "inputs", operator: "has", value: "x" }],
    sort: NEWEST,
    index: "zen_step_inputs",
  },
  { resource: "artifact", filters: [of("run_id")], sort: NEWEST, index: "zen_artifact_run_id" },
  { resource: "artifact", filters: [of("step_id")], sort: NEWEST, index: "zen_artifact_step_id" },
  {
    resource: "run",
    filters: [
      { field: "id", operator: "gte", value: "ab" },
      { field: "id", operator: "lt", value: "ac" },
    ],
    sort: NEWEST,
    index: "sqlite_autoindex_zen_run_1",
  },
  { resource: "run", filters: [of("name")], sort: NEWEST, index: "zen_run_project_id_name" },
];

test.each(BOUNDED)("$resource by $index looks at what the filter leaves", (asked) => {
  const found = plan(asked);
  expect(found).toContain(asked.index);
  expect(found).not.toMatch(/SCAN/);
});
