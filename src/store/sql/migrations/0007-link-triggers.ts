// In SQLite the inputs of steps lie in one tree alone: each tree costs every step a page of the log. A step that
// goes names what it points to, so its links are found without an index by step. Frozen, as every migration.
import type { Migration } from "./table-spec.js";

export const linkTriggers: Migration = {
  version: 7,
  statements: ({ dialect }) => (dialect.name === "sqlite" ? REBUILT : []),
};

const REBUILT: readonly string[] = [
  "alter table zen_step_inputs rename to zen_step_inputs_before",
  "create table zen_step_inputs (target_id text not null, step_id text not null, " +
    "primary key (target_id, step_id)) without rowid",
  "insert into zen_step_inputs select target_id, step_id from zen_step_inputs_before",
  "drop table zen_step_inputs_before",
  "create trigger zen_step_inputs_end after delete on zen_step begin " +
    "delete from zen_step_inputs where target_id in (select value from json_each(old.inputs)) " +
    "and step_id = old.id; end",
];
