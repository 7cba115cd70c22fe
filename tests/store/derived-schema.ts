// The tables as the resource table asks for them. Migrations must lead to exactly these; a new migration
// begins with what this says.
import { RESOURCES, TABLE_NAMES } from "../../src/domain/resources.js";
import type { ResourceName } from "../../src/domain/resources.js";
import type {
  ColumnSpec,
  ForeignKeySpec,
  TableSpec,
} from "../../src/store/sql/migrations/table-spec.js";
import { indexesOf } from "../../src/store/tables/indexes.js";
import { TARGET, tableName, tableOf } from "../../src/store/sql/table.js";
import type { Column, LinkTable } from "../../src/store/sql/table.js";

export function derivedSchema(): readonly TableSpec[] {
  return TABLE_NAMES.flatMap((resource) => [
    resourceTable(resource),
    ...tableOf(resource).links.map((link) => linkTable(resource, link)),
  ]);
}

function resourceTable(resource: ResourceName): TableSpec {
  const { home, parents } = RESOURCES[resource];
  return {
    name: tableName(resource),
    home,
    columns: Object.fromEntries(
      tableOf(resource).columns.map((column) => [column.name, columnSpec(column)]),
    ),
    primary_key: ["id"],
    foreign_keys: parents.map((parent): ForeignKeySpec => ({
      column: parent.field,
      table: tableName(parent.resource),
      on_delete: parent.on_delete === "set_null" ? "set null" : parent.on_delete,
    })),
    indexes: indexesOf(resource),
  };
}

function linkTable(resource: ResourceName, link: LinkTable): TableSpec {
  return {
    name: link.name,
    home: RESOURCES[resource].home,
    columns: { [TARGET]: "text", [link.owner]: "text" },
    primary_key: [TARGET, link.owner],
    clustered: true,
    // A trigger ends them, by what their owner names.
    foreign_keys: [],
    indexes: [],
  };
}

function columnSpec({ type, nullable }: Column): ColumnSpec {
  const sql =
    type === "real" ? "real" : type === "integer" || type === "boolean" ? "integer" : "text";
  return nullable ? `${sql} null` : sql;
}
