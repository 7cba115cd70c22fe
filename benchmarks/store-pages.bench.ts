// One round of `store-pages`; the folder to work in is its argument.
import { join } from "node:path";
import type { Change } from "../src/domain/change.js";
import type { Query } from "../src/domain/query.js";
import { openStore } from "../src/store/open.js";
import type { ZenStore } from "../src/store/zen-store.js";
import { fill } from "../tests/databases/fill.js";
import { SERVERS } from "../tests/databases/servers.js";

const [folder = "."] = process.argv.slice(2);
const COUNT = 100_000;
const BATCH = 500;
const ROUNDS = 200;
const PAGE = 50;

async function fillByStore(store: ZenStore): Promise<void> {
  const { user_id, project_id } = store.scope;
  for (let start = 0; start < COUNT; start += BATCH) {
    const changes = Array.from({ length: BATCH }, (_, offset): Change => {
      const index = start + offset;
      const created = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
      return {
        op: "create",
        resource: "component",
        entity: {
          id: crypto.randomUUID(),
          created,
          updated: created,
          user_id,
          project_id,
          name: `component ${index}`,
          type: index % 2 === 0 ? "orchestrator" : "artifact_store",
          flavor: "local",
          configuration: {},
          shared: false,
        },
      };
    });
    await store.commit(changes);
  }
}

/** Cursors of the first page, of one in the middle, of the last one. */
async function positions(store: ZenStore, sort: Query["sort"]): Promise<(string | undefined)[]> {
  const cursors: (string | undefined)[] = [undefined];
  let cursor: string | undefined;
  do {
    const page = await store.components.list({ sort, limit: 1000, cursor });
    cursor = page.next_cursor ?? undefined;
    if (cursor !== undefined) cursors.push(cursor);
  } while (cursor !== undefined);
  return [cursors[0], cursors[Math.floor(cursors.length / 2)], cursors.at(-1)];
}

async function measure(name: string, store: ZenStore): Promise<void> {
  for (const field of ["name", "created"]) {
    const sort = { field, direction: field === "name" ? "asc" : "desc" } as const;
    const figures: string[] = [];
    for (const cursor of await positions(store, sort)) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const begin = performance.now();
        await store.components.list({ sort, limit: PAGE, cursor });
        times.push(performance.now() - begin);
      }
      times.sort((left, right) => left - right);
      figures.push(`${(times[ROUNDS / 2] ?? 0).toFixed(2)} ms`);
    }
    const said = `first ${figures.join(", middle ")}`.replace(/, middle ([^,]*)$/, ", last $1");
    const label = `${name}: a page of ${PAGE} by ${field}`;
    process.stdout.write(`${label.padEnd(44)} ${said}   target 5 ms\n`);
  }
}

const sqlite = await openStore({ type: "sql", url: `sqlite:///${join(folder, "pages.db")}` });
await fillByStore(sqlite.store);
await measure("sqlite", sqlite.store);
await sqlite.store.close();

for (const server of SERVERS.filter(({ url }) => url !== undefined)) {
  const database = await server.createDatabase();
  try {
    const { store } = await openStore({ type: "sql", url: database.url });
    // As its first project is filled: one more than there are, so that it is the only one.
    await fill(server, database, { rows: COUNT, projects: 1, resources: ["project", "component"] });
    const [row] = await database.query(
      "select distinct project_id from zen_component where name <> 'default'",
    );
    await measure(server.name, store.inProject(String(row?.[0])));
    await store.close();
  } finally {
    await database.drop();
  }
}
