// The measuring of `million-runs`; the folder to work in is its first argument, names of databases the others.
import { join } from "node:path";
import { encodeCursor } from "../src/domain/cursor.js";
import type { Filter, Sort } from "../src/domain/query.js";
import { openStore } from "../src/store/open.js";
import { connect } from "../src/store/sql/sqlite/connection.js";
import type { ZenStore } from "../src/store/zen-store.js";
import { MARIADB_SERVER, POSTGRES_SERVER } from "../tests/databases/servers.js";
import type { TestServer } from "../tests/databases/servers.js";
import {
  MARIADB_WORDS,
  POSTGRES_WORDS,
  RUNS,
  RUNS_WITH_STEPS,
  SQLITE_WORDS,
  fill,
  idOf,
} from "./million-fill.js";
import type { Query, Words } from "./million-fill.js";

const [folder = ".", ...wanted] = process.argv.slice(2);
const PAGE = 50;
const ROUNDS = 21;
const MIDDLE = RUNS / 2;
/** A slow page need not be asked for so often. */
const LIMIT_MS = 1000;

interface Database {
  readonly name: string;
  readonly target: number;
  readonly words: Words;
  readonly url: string;
  /** A connection beside the store's. */
  readonly query: Query;
  readonly drop: () => Promise<void>;
}

interface Asked {
  readonly said: string;
  readonly filters: readonly Filter[];
  readonly sort: Sort;
}

const NEWEST: Sort = { field: "created", direction: "desc" };

function equal(field: string, value: string): Filter {
  return { field, operator: "eq", value };
}

/** Where in time the middle is, for filters by time. */
function casesFor(
  middle: string,
  ids: { readonly user: string; readonly pipeline: string },
): Asked[] {
  const by = (said: string, filters: readonly Filter[], sort = NEWEST): Asked => ({
    said,
    filters,
    sort,
  });
  const sorts = (["created", "name"] as const).flatMap((field) =>
    (["asc", "desc"] as const).map((direction) =>
      by(`by ${field} ${direction}`, [], { field, direction }),
    ),
  );
  return [
    ...sorts,
    by("status=failed", [equal("status", "failed")]),
    by("status=running (20, oldest)", [equal("status", "running")]),
    by("status in failed, cancelled", [
      { field: "status", operator: "in", value: ["failed", "cancelled"] },
    ]),
    by("status!=completed", [{ field: "status", operator: "ne", value: "completed" }]),
    by("pipeline_name", [equal("pipeline_name", "pipeline 7")]),
    by("pipeline_id", [equal("pipeline_id", ids.pipeline)]),
    by("user_id", [equal("user_id", ids.user)]),
    by("user_id (20, oldest)", [equal("user_id", "old")]),
    by("user_id, status=running", [equal("user_id", ids.user), equal("status", "running")]),
    by("user_id, status=failed (none)", [equal("user_id", ids.user), equal("status", "failed")]),
    by("pipeline_name, status=failed", [
      equal("pipeline_name", "pipeline 4"),
      equal("status", "failed"),
    ]),
    by("pipeline_name, status=failed (none)", [
      equal("pipeline_name", "pipeline 7"),
      equal("status", "failed"),
    ]),
    by("pipeline_id, status=failed (none)", [
      equal("pipeline_id", ids.pipeline),
      equal("status", "failed"),
    ]),
    by("user_id, pipeline_name (none)", [
      equal("user_id", ids.user),
      equal("pipeline_name", "pipeline 7"),
    ]),
    by("user_id, sorted by name", [equal("user_id", ids.user)], {
      field: "name",
      direction: "asc",
    }),
    by("status=failed, sorted by name", [equal("status", "failed")], {
      field: "name",
      direction: "asc",
    }),
    by("status=running, sorted by name", [equal("status", "running")], {
      field: "name",
      direction: "asc",
    }),
    by("stack_name", [equal("stack_name", "stack 1")]),
    by("stack_name (20, oldest)", [equal("stack_name", "old")]),
    by("stack_name, status=failed", [equal("stack_name", "stack 1"), equal("status", "failed")]),
    by("created up to the middle", [{ field: "created", operator: "lte", value: middle }]),
    by("started up to the middle", [{ field: "started", operator: "lt", value: middle }]),
    by("started at one moment", [equal("started", middle)]),
    by("ended up to the middle", [{ field: "ended", operator: "lt", value: middle }]),
    by("ended is null (none)", [{ field: "ended", operator: "eq", value: null }]),
    by("name of one", [equal("name", "run-00000-nothing")]),
    by("name begins with (240)", [{ field: "name", operator: "startswith", value: "run-0abc" }]),
    by("name contains (1)", [{ field: "name", operator: "contains", value: "-500000" }]),
    by("name ends with (1)", [{ field: "name", operator: "endswith", value: "-777777" }]),
    by("id begins with", [{ field: "id", operator: "startswith", value: "abcd1" }]),
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    await work();
    times.push(performance.now() - begin);
    if ((times.at(-1) ?? 0) > LIMIT_MS) break;
  }
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? Number.NaN;
}

async function cursorAt({ query }: Database, { sort }: Asked): Promise<string> {
  const { field, direction } = sort;
  const [row] = await query(
    `select ${field}, id from zen_run order by ${field} ${direction}, id ${direction} limit 1 offset ${MIDDLE}`,
  );
  return encodeCursor(sort, { value: String(row?.[0]), id: String(row?.[1]) });
}

function print(name: string, figures: readonly string[], target: number): void {
  const said = figures.map((figure) => figure.padStart(9)).join("");
  console.log(`${name.padEnd(46)}${said}   target ${target} ms`);
}

async function measureRuns(database: Database, store: ZenStore): Promise<void> {
  const { words, query, name, target } = database;
  const [row] = await query(
    `select ${idOf(words, "pipeline", "7")}, ${words.time(String(MIDDLE))}`,
  );
  const ids = { user: store.scope.user_id, pipeline: String(row?.[0]) };
  const cursors = new Map<string, string>();
  for (const asked of casesFor(String(row?.[1]), ids)) {
    const key = `${asked.sort.field} ${asked.sort.direction}`;
    const cursor = cursors.get(key) ?? (await cursorAt(database, asked));
    cursors.set(key, cursor);
    const { filters, sort } = asked;
    const { items } = await store.runs.list({ filters, sort, limit: PAGE });
    const first = await timed(() => store.runs.list({ filters, sort, limit: PAGE }));
    const later = await timed(() => store.runs.list({ filters, sort, limit: PAGE, cursor }));
    const isMissed = first > target || later > target;
    const figures = [String(items.length), `${first.toFixed(2)} ms`, `${later.toFixed(2)} ms`];
    print(`${isMissed ? "! " : "  "}${name}: ${asked.said}`, figures, target);
  }
}

async function measureSteps(
  { words, query, name, target }: Database,
  store: ZenStore,
): Promise<void> {
  for (const number of [1, RUNS_WITH_STEPS / 2, RUNS_WITH_STEPS]) {
    const [row] = await query(`select ${idOf(words, "run", String(number))}`);
    const filters = [equal("run_id", String(row?.[0]))];
    const sort: Sort = { field: "position", direction: "asc" };
    const { items } = await store.steps.list({ filters, sort, limit: PAGE });
    const time = await timed(() => store.steps.list({ filters, sort, limit: PAGE }));
    print(
      `  ${name}: steps of run ${number}`,
      [String(items.length), `${time.toFixed(2)} ms`],
      target,
    );
  }
}

async function measure(database: Database): Promise<void> {
  const { store } = await openStore({ type: "sql", url: database.url });
  try {
    const begin = performance.now();
    await fill(database.query, database.words, store.scope);
    const seconds = ((performance.now() - begin) / 1000).toFixed(0);
    console.log(`${database.name}: filled in ${seconds} s; rows, first page, page from the middle`);
    await measureRuns(database, store);
    await measureSteps(database, store);
  } finally {
    await store.close();
    await database.drop();
  }
}

function sqliteIn(place: string): Database {
  const file = join(place, "runs.db");
  const query: Query = async (sql) => {
    const connection = connect(file);
    connection.exec("pragma synchronous = off; pragma cache_size = -200000");
    if (!sql.startsWith("select")) {
      connection.run(sql);
      connection.close();
      return [];
    }
    const rows = connection.all(sql);
    connection.close();
    return rows;
  };
  const url = `sqlite:///${file}`;
  return {
    name: "sqlite",
    target: 5,
    words: SQLITE_WORDS,
    url,
    query,
    drop: async () => undefined,
  };
}

async function onServer(server: TestServer, words: Words): Promise<Database> {
  const { url, query, drop } = await server.createDatabase();
  // Too small a cache would make filling take most of an hour.
  if (server.name === "mariadb") await query("set global innodb_buffer_pool_size = 2147483648");
  return { name: server.name, target: 20, words, url, query, drop };
}

const MAKERS: Readonly<Record<string, () => Promise<Database>>> = {
  sqlite: async () => sqliteIn(folder),
  ...(MARIADB_SERVER.url !== undefined && {
    mariadb: () => onServer(MARIADB_SERVER, MARIADB_WORDS),
  }),
  ...(POSTGRES_SERVER.url !== undefined && {
    postgres: () => onServer(POSTGRES_SERVER, POSTGRES_WORDS),
  }),
};

for (const [name, make] of Object.entries(MAKERS)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure(await make());
}
