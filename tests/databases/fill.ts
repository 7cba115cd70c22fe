// Many rows of every resource, made by the server itself: enough that it matters how they are found.
import { RESOURCES, RESOURCE_NAMES } from "../../src/domain/resources.js";
import type { ResourceName } from "../../src/domain/resources.js";
import { TARGET, tableOf } from "../../src/store/sql/table.js";
import type { Column } from "../../src/store/sql/table.js";
import type { TestDatabase, TestServer } from "./servers.js";

export interface FillOptions {
  /** Rows of each resource. */
  readonly rows: number;
  /** In how many projects they lie. */
  readonly projects: number;
  readonly resources?: readonly ResourceName[];
}

/** The tables must be there. */
export async function fill(
  { name }: TestServer,
  database: TestDatabase,
  { rows, projects, resources = RESOURCE_NAMES }: FillOptions,
): Promise<void> {
  const isPostgres = name === "postgres";
  const numbers = isPostgres
    ? `generate_series(1, ${rows}) as n(i)`
    : `(select seq as i from seq_1_to_${rows}) as n`;
  for (const resource of resources) {
    const table = tableOf(resource);
    const columns = table.columns.map((column) => column.name);
    const values = table.columns.map((column) => valueOf(resource, column, projects));
    await database.query(
      `insert into ${table.name} (${columns.join()}) select ${values.join()} from ${numbers}`,
    );
    for (const link of table.links) {
      const pair = `${idOf("artifact", "i % 1000")}, ${idOf(resource, "i")}`;
      await database.query(
        `insert into ${link.name} (${TARGET}, ${link.owner}) select ${pair} from ${numbers}`,
      );
    }
    await database.query(`analyze ${isPostgres ? "" : "table "}${table.name}`);
  }
}

/** The project of the first row. */
export const PROJECT_ID = `select ${idOf("project", "1")}`;

function idOf(resource: ResourceName, number: string): string {
  return `md5(concat('${resource}', ${number}))`;
}

function valueOf(resource: ResourceName, { name, type }: Column, projects: number): string {
  const parent = RESOURCES[resource].parents.find(({ field }) => field === name);
  if (parent?.resource === "project") return idOf("project", `(i % ${projects} + 1)`);
  if (parent !== undefined) return idOf(parent.resource, "i");
  if (name === "id") return idOf(resource, "i");
  if (name === "status") return "case i % 4 when 0 then 'failed' else 'completed' end";
  if (name === "type") return "case i % 2 when 0 then 'orchestrator' else 'artifact_store' end";
  if (type === "time") return "concat('2026-01-01T', lpad(concat(i), 8, '0'))";
  if (type === "text") return `concat('${name} ', i)`;
  return type === "json" ? "'{}'" : "i";
}
