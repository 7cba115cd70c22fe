// A million runs and two million steps of them, made by the database itself.
import type { ResourceName } from "../src/domain/resources.js";
import { tableOf } from "../src/store/sql/table.js";
import type { StoreScope } from "../src/store/zen-store.js";

export const RUNS = 1_000_000;
/** Steps of each of the first runs. */
export const STEPS_EACH = 20;
export const RUNS_WITH_STEPS = 50_000;
const PIPELINES = 50;
const STACKS = 3;
const USERS = 10;
/** So many of the oldest runs are told by a stack and a user that no other has. */
const OLD = 20;

/** What databases write differently. */
export interface Words {
  /** A table `n` with a column `i` from 1. */
  readonly numbers: (count: number) => string;
  readonly hex: (number: string, digits: number) => string;
  /** Asks for the name of each index that rows are put in faster without, and how to make it again. */
  readonly indexes: (tables: string) => string | undefined;
  /** In which way many rows are put in fast. */
  readonly fill: (insert: string) => string;
  /** Seconds after the beginning of 2026, as a store writes times. */
  readonly time: (seconds: string) => string;
  readonly analyze: (table: string) => string;
}

export const SQLITE_WORDS: Words = {
  numbers: (count) =>
    `(with recursive c(i) as (select 1 union all select i + 1 from c where i < ${count}) select i from c) as n`,
  hex: (number, digits) => `printf('%0${digits}x', ${number})`,
  time: (seconds) => `strftime('%Y-%m-%dT%H:%M:%fZ', 1767225600 + ${seconds}, 'unixepoch')`,
  indexes: (tables) =>
    `select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in (${tables})`,
  fill: (insert) => insert,
  // What a store does not do by itself either.
  analyze: () => "select 1",
};
export const POSTGRES_WORDS: Words = {
  numbers: (count) => `generate_series(1::bigint, ${count}) as n(i)`,
  hex: (number, digits) => `lpad(to_hex(${number}), ${digits}, '0')`,
  time: (seconds) =>
    `to_char(timestamp '2026-01-01' + (${seconds}) * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  indexes: (tables) =>
    `select indexname, indexdef from pg_indexes where tablename in (${tables}) and indexname not in (select conname from pg_constraint)`,
  fill: (insert) =>
    `set session_replication_role = replica; ${insert}; reset session_replication_role`,
  analyze: (table) => `analyze ${table}`,
};
export const MARIADB_WORDS: Words = {
  numbers: (count) => `(select seq as i from seq_1_to_${count}) as n`,
  hex: (number, digits) => `lpad(lower(hex(${number})), ${digits}, '0')`,
  time: (seconds) =>
    `date_format(date_add('2026-01-01', interval ${seconds} second), '%Y-%m-%dT%H:%i:%s.000Z')`,
  // Foreign keys stand on some of them.
  indexes: () => undefined,
  // Rows lie in the order of their ids.
  fill: (insert) =>
    `set statement foreign_key_checks = 0, unique_checks = 0 for ${insert} order by 1`,
  analyze: (table) => `analyze table ${table}`,
};

/** Ids that begin at random, as real ones do. */
export function idOf(words: Words, resource: ResourceName, number: string): string {
  const mark = resource.length.toString(16).padStart(4, "0");
  const random = words.hex(`(${number}) * 2654435761 % 4294967296`, 8);
  return `concat(${random}, '-${mark}-4000-8000-', ${words.hex(number, 12)})`;
}

export type Query = (sql: string) => Promise<readonly (readonly unknown[])[]>;

/** The tables must be there, of a store whose first user and project are in `scope`. */
export async function fill(query: Query, words: Words, scope: StoreScope): Promise<void> {
  const tables = (["pipeline", "run", "step"] as const).map((name) => `'${tableOf(name).name}'`);
  const asked = words.indexes(tables.join());
  const indexes = asked === undefined ? [] : await query(asked);
  for (const [name] of indexes) await query(`drop index ${String(name)}`);
  for (const sql of fillStatements(words, scope)) await query(sql);
  for (const [, sql] of indexes) await query(String(sql));
}

function fillStatements(words: Words, scope: StoreScope): readonly string[] {
  const sets = [
    { resource: "pipeline", count: PIPELINES, fields: pipelineFields(words) },
    { resource: "run", count: RUNS, fields: runFields(words, scope) },
    { resource: "step", count: RUNS_WITH_STEPS * STEPS_EACH, fields: stepFields(words) },
  ] as const;
  return sets.flatMap(({ resource, count, fields }) => [
    insertInto({ words, scope, resource, count, fields }),
    words.analyze(tableOf(resource).name),
  ]);
}

interface Insert {
  readonly words: Words;
  readonly scope: StoreScope;
  readonly resource: ResourceName;
  readonly count: number;
  /** Those that are not as the column's type alone says. */
  readonly fields: Readonly<Record<string, string>>;
}

function insertInto({ words, scope, resource, count, fields }: Insert): string {
  const { name, columns } = tableOf(resource);
  const own: Readonly<Record<string, string>> = {
    id: idOf(words, resource, "i"),
    project_id: `'${scope.project_id}'`,
    user_id: `'${scope.user_id}'`,
    ...fields,
  };
  const values = columns.map(({ name: column, type, nullable }) => {
    if (nullable) return own[column] ?? "null";
    if (type === "time") return own[column] ?? words.time("i");
    if (type === "json") return own[column] ?? "'{}'";
    return own[column] ?? (type === "text" ? `concat('${column} ', i)` : "i");
  });
  const names = columns.map((column) => column.name).join();
  return words.fill(
    `insert into ${name} (${names}) select ${values.join()} from ${words.numbers(count)}`,
  );
}

function pipelineFields(words: Words): Readonly<Record<string, string>> {
  return { name: "concat('pipeline ', i)", version: "1", created: words.time("i") };
}

function runFields(words: Words, { user_id }: StoreScope): Readonly<Record<string, string>> {
  return {
    name: `concat('run-', ${words.hex("i * 40503 % 1048576", 5)}, '-', i)`,
    user_id: `case when i <= ${OLD} then 'old' when i % ${USERS} = 0 then '${user_id}' else concat('user ', i % ${USERS}) end`,
    pipeline_id: idOf(words, "pipeline", `i % ${PIPELINES} + 1`),
    pipeline_name: `concat('pipeline ', i % ${PIPELINES} + 1)`,
    stack_name: `case when i <= ${OLD} then 'old' else concat('stack ', i % ${STACKS}) end`,
    status: `case when i <= ${OLD} then 'running' when i % 10 = 3 then 'failed' when i % 997 = 0 then 'cancelled' else 'completed' end`,
    started: words.time("i"),
    ended: words.time("i + 60"),
    step_count: "20",
  };
}

/** Steps of one run were made in a row. */
function stepFields(words: Words): Readonly<Record<string, string>> {
  const run =
    words === MARIADB_WORDS ? `(i - 1) div ${STEPS_EACH} + 1` : `(i - 1) / ${STEPS_EACH} + 1`;
  return {
    run_id: idOf(words, "run", run),
    name: `concat('step ', i % ${STEPS_EACH})`,
    step_name: `concat('step ', i % ${STEPS_EACH})`,
    position: `i % ${STEPS_EACH}`,
    status: "'completed'",
    created: words.time(run),
    upstream: "'[]'",
    cache_key: words.hex("i * 2654435761 % 4294967296", 16),
  };
}
