// Flavors that people bring themselves. Frozen, as every migration.
import { createTables } from "./create-tables.js";
import type { Migration, TableSpec } from "./table-spec.js";

const TABLES: readonly TableSpec[] = [
  {
    name: "zen_flavor",
    home: "configuration",
    columns: {
      id: "text",
      created: "text",
      updated: "text",
      project_id: "text",
      user_id: "text",
      name: "text",
      type: "text",
      source: "text",
      config_schema: "text",
    },
    primary_key: ["id"],
    foreign_keys: [{ column: "project_id", table: "zen_project", on_delete: "restrict" }],
    indexes: [
      { columns: ["project_id", "type", "name"], unique: true },
      { columns: ["project_id", "name", "id"] },
      { columns: ["project_id", "created", "id"] },
    ],
  },
];

export const flavors: Migration = {
  version: 2,
  statements: (target) => createTables(TABLES, target),
};
