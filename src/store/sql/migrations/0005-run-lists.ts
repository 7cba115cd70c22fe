// Lists of runs by two of stack, pipeline, user and status, and in the order of their names. Frozen, as every
// migration.
import { asKey, createIndex } from "./create-tables.js";
import type { Migration } from "./table-spec.js";

const TABLE = "zen_run";

const INDEXES: readonly (readonly string[])[] = [
  ["project_id", "stack_name", "created", "id"],
  ["project_id", "stack_name", "name", "id"],
  ["project_id", "status", "name", "id"],
  ["project_id", "pipeline_name", "name", "id"],
  ["project_id", "pipeline_name", "status", "created", "id"],
  ["project_id", "user_id", "status", "created", "id"],
  ["project_id", "user_id", "pipeline_name", "created", "id"],
  ["project_id", "user_id", "name", "id"],
  ["pipeline_id", "name", "id"],
  ["pipeline_id", "status", "created", "id"],
];

export const runLists: Migration = {
  version: 5,
  statements: ({ dialect }) => [
    ...asKey(TABLE, "stack_name", dialect),
    ...INDEXES.map((columns) => createIndex(TABLE, { columns }, dialect)),
  ],
};
