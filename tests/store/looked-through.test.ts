// Lists that no index answers, read by three rows at a time: they find what one look at everything finds.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fieldKinds } from "../../src/domain/field-kind.js";
import { operatorsOf } from "../../src/domain/filter-problem.js";
import type { Filter, FilterValue, Sort } from "../../src/domain/query.js";
import { RESOURCES } from "../../src/domain/resources.js";
import type { OpenName, ResourceName } from "../../src/domain/resources.js";
import type { Position, Selection, StoreDriver } from "../../src/store/driver.js";
import { ensureDefaults } from "../../src/store/bootstrap.js";
import { createStore } from "../../src/store/local-store.js";
import { openServedDriver } from "../../src/store/open.js";
import { asRow } from "../../src/store/row.js";
import { readPage } from "../../src/store/session/read-page.js";
import { matches } from "../../src/store/tables/matches.js";
import { Samples, uuid } from "../contract/zen-store/samples.js";
import { SERVERS } from "../databases/servers.js";
import { eachInFolder } from "./places.js";

const folder = eachInFolder();
const PROJECT = uuid(1, "aaaaaaaa");
const OTHER = uuid(2, "bbbbbbbb");

interface Place {
  readonly name: string;
  readonly isHere: boolean;
  readonly open: () => Promise<{ driver: StoreDriver; end: () => Promise<void> }>;
}

async function opened(type: "memory" | "local" | "sql", url: string, drop = async () => {}) {
  const driver = await openServedDriver({ type, url, cwd: folder(), onWarning: () => undefined });
  const end = async (): Promise<void> => {
    await driver.close();
    await drop();
  };
  return { driver, end };
}

const PLACES: readonly Place[] = [
  { name: "memory", isHere: true, open: () => opened("memory", "memory:") },
  { name: "yaml", isHere: true, open: () => opened("local", join(folder(), "store")) },
  { name: "sqlite", isHere: true, open: () => opened("sql", `sqlite:///${folder()}/store.db`) },
  ...SERVERS.map(({ name, reason, url, createDatabase }) => ({
    name: `${name}${reason}`,
    isHere: url !== undefined,
    open: async () => {
      const database = await createDatabase();
      return opened("sql", database.url, () => database.drop());
    },
  })),
];

const LISTED: readonly OpenName[] = ["component", "run", "step", "artifact", "tag"];
const ROWS = 11;

/** Rows of two users, in an order that no field gives alone. */
async function fill(driver: StoreDriver, resource: OpenName): Promise<string> {
  let number = 0;
  const source = {
    now: () => "2026-01-01T00:00:00.000Z",
    newId: () => uuid((number += 1), "cccccccc"),
  };
  await ensureDefaults(driver, source);
  const [project] = await driver.select("project", {
    filters: [],
    sort: { field: "name", direction: "asc" },
    limit: 1,
    after: null,
  });
  const project_id = project?.id ?? PROJECT;
  const principal = { user_id: OTHER, user_name: "one", role: "admin" } as const;
  const [one, other] = [OTHER, PROJECT].map((user_id) => {
    const scope = { user_id, project_id };
    return new Samples(createStore(driver, { type: "memory", url: "", principal, scope }));
  });
  for (let row = 1; row <= ROWS; row += 1) {
    const id = uuid((row * 7) % 13, "dddddddd");
    await (row % 3 === 0 ? other : one)?.create(resource, row, { id } as never);
  }
  return project_id;
}

function filtersOf(resource: ResourceName, row: Readonly<Record<string, unknown>>): Filter[] {
  return RESOURCES[resource].filters.flatMap((field: string) => {
    const kind = fieldKinds(RESOURCES[resource]).get(field);
    if (kind === undefined || kind.type === "json") return [];
    const found = row[field] as FilterValue;
    return operatorsOf(kind).map((operator): Filter => {
      const isPart = ["contains", "startswith", "endswith"].includes(operator);
      const part = operator === "startswith" ? String(found).slice(0, 3) : String(found).slice(-1);
      const value = isPart ? part : found;
      return { field, operator, value: operator === "in" ? [value as FilterValue] : value };
    });
  });
}

function sortsOf(resource: ResourceName): Sort[] {
  return RESOURCES[resource].sorts.flatMap((field: string) => [
    { field, direction: "asc" as const },
    { field, direction: "desc" as const },
  ]);
}

async function readAll(
  driver: StoreDriver,
  resource: ResourceName,
  selection: Selection,
  options: { readonly within: readonly Filter[]; readonly bounded: boolean },
): Promise<{ readonly ids: readonly string[]; readonly ends: readonly Position[] }> {
  const ids: string[] = [];
  const ends: Position[] = [];
  let after: Position | null = null;
  do {
    const asked: Selection = { ...selection, limit: 3, after };
    const page = await readPage(driver, resource, asked, { ...options, lookedAt: 3 });
    // Who is not bounded has full pages.
    if (!options.bounded && page.next !== null) expect(page.rows).toHaveLength(2);
    ids.push(...page.rows.map(({ id }) => id));
    after = page.next;
    if (after !== null) ends.push(after);
  } while (after !== null);
  return { ids, ends };
}

describe.each(PLACES)("$name", ({ isHere, open }) => {
  test.runIf(isHere).each(LISTED)(
    "lists of %s find the same by parts",
    async (resource) => {
      const { driver, end } = await open();
      try {
        const project_id = await fill(driver, resource);
        const project: Filter = { field: "project_id", operator: "eq", value: project_id };
        const operator = RESOURCES[resource].shareable === true ? "owned_or_shared" : "eq";
        const own: Filter = { field: "user_id", operator, value: PROJECT };
        const all = { filters: [project], limit: 99, after: null };
        const rows = await driver.select(resource, {
          ...all,
          sort: sortsOf(resource)[0] ?? never(),
        });
        expect(rows.length).toBeGreaterThanOrEqual(ROWS);
        const filters = filtersOf(resource, { ...(rows[3] ?? never()) });
        const sorts = sortsOf(resource);
        const isSeen = (row: object, by: readonly Filter[]): boolean =>
          by.every((one) => matches(asRow<ResourceName>(row as never), one));
        for (const [index, filter] of filters.entries()) {
          const sort = sorts[index % sorts.length] ?? never();
          const within = index % 3 === 0 ? [project] : [project, own];
          const inOrder = await driver.select(resource, { ...all, sort });
          const asked = { ...all, sort, filters: [...within, filter] };
          const said = JSON.stringify(asked);
          const wanted = inOrder.filter((row) => isSeen(row, asked.filters)).map(({ id }) => id);
          const seen = inOrder.filter((row) => isSeen(row, within)).map(({ id }) => id);
          for (const bounded of [true, false]) {
            const { ids, ends } = await readAll(driver, resource, asked, { within, bounded });
            expect(ids, said).toEqual(wanted);
            // Where a page ends says nothing about what others keep to themselves.
            for (const { id } of ends) expect(seen, said).toContain(id);
          }
        }
      } finally {
        await end();
      }
    },
    60_000,
  );
});

function never(): never {
  throw new Error("there are no rows");
}
