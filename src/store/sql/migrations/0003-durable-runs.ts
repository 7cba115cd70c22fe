// Who executes a run, maps, schedules, tags and versions of artifacts. Frozen, as every migration.
import { addColumns, createTables } from "./create-tables.js";
import type { Migration, TableSpec } from "./table-spec.js";

const SCOPED = {
  id: "text",
  created: "text",
  updated: "text",
  project_id: "text",
  user_id: "text",
} as const;
const PROJECT = { column: "project_id", table: "zen_project", on_delete: "restrict" } as const;

const RUN_COLUMNS = {
  source: "text null",
  original_run_id: "text null",
  schedule_id: "text null",
  runner_id: "text null",
  runner: "text null",
  lease_expires: "text null",
  cancel_requested: "text null",
} as const;

const STEP_COLUMNS = { map_name: "text null", item_index: "integer null" } as const;

const TABLES: readonly TableSpec[] = [
  {
    name: "zen_schedule",
    home: "history",
    columns: {
      ...SCOPED,
      name: "text",
      pipeline_name: "text",
      file: "text",
      export: "text null",
      configuration: "text",
      stack_name: "text null",
      cron_expression: "text null",
      interval_second: "real null",
      time_zone: "text",
      start_time: "text null",
      end_time: "text null",
      catchup: "integer",
      active: "integer",
      last_fired: "text null",
      last_run_id: "text null",
    },
    primary_key: ["id"],
    foreign_keys: [PROJECT],
    indexes: [
      { columns: ["project_id", "name"], unique: true },
      { columns: ["project_id", "created", "id"] },
    ],
  },
  {
    name: "zen_tag",
    home: "history",
    columns: { ...SCOPED, name: "text", artifact_id: "text" },
    primary_key: ["id"],
    foreign_keys: [
      PROJECT,
      { column: "artifact_id", table: "zen_artifact", on_delete: "cascade", home: "history" },
    ],
    indexes: [
      { columns: ["artifact_id", "name"], unique: true },
      { columns: ["project_id", "name", "id"] },
      { columns: ["project_id", "created", "id"] },
    ],
  },
  {
    name: "zen_artifact_version",
    home: "history",
    columns: {
      ...SCOPED,
      name: "text",
      version: "integer",
      artifact_id: "text",
      description: "text null",
    },
    primary_key: ["id"],
    foreign_keys: [
      PROJECT,
      { column: "artifact_id", table: "zen_artifact", on_delete: "restrict", home: "history" },
    ],
    indexes: [
      { columns: ["project_id", "name", "version"], unique: true },
      { columns: ["project_id", "name", "id"] },
      { columns: ["project_id", "created", "id"] },
      { columns: ["artifact_id"] },
    ],
  },
];

export const durableRuns: Migration = {
  version: 3,
  statements: (target) => [
    ...addColumns("zen_run", RUN_COLUMNS, target.dialect),
    ...addColumns("zen_step", STEP_COLUMNS, target.dialect),
    ...createTables(TABLES, target),
  ],
};
