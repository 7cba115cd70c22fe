import { describe, expect, test } from "vitest";
import { FILTER_OPERATORS } from "../../../src/domain/query.js";
import type { Filter, FilterValue, Query } from "../../../src/domain/query.js";
import { filterProblem } from "../../../src/domain/filter-problem.js";
import { RESOURCES, RESOURCE_NAMES } from "../../../src/domain/resources.js";
import type { OpenName } from "../../../src/domain/resources.js";
import type { ZenStore } from "../../../src/store/zen-store.js";
import type { UseStore } from "./place.js";
import { Samples, entitiesOf, time } from "./samples.js";

type Row = { readonly id: string } & Readonly<Record<string, unknown>>;
const COUNT = 7;

export function listLaws(use: UseStore): void {
  describe.each(RESOURCE_NAMES)("lists of %s", (resource) => {
    test("every filter finds exactly the rows that it describes", async () => {
      const store = await use();
      const rows = await fill(store, resource);
      for (const filter of filtersOf(resource, rows)) {
        const expected = rows.filter((row) => holds(row, filter)).map(({ id }) => id);
        const found = await listAll(store, resource, { filters: [filter] });
        expect(found.map(({ id }) => id).sort(), JSON.stringify(filter)).toEqual(expected.sort());
      }
    });

    test("pages of any sort and direction join into the whole list, in order", async () => {
      const store = await use();
      const rows = await fill(store, resource);
      for (const field of RESOURCES[resource].sorts) {
        for (const direction of ["asc", "desc"] as const) {
          const sort = { field, direction };
          const expected = [...rows].sort((left, right) => byField(left, right, field));
          if (direction === "desc") expected.reverse();
          const found = await listAll(store, resource, { sort, limit: 2 });
          expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        }
      }
    });

    test("a row made while a list is read is neither twice in it nor in the way of another", async () => {
      const store = await use();
      const samples = new Samples(store);
      const rows = await fill(store, resource, samples);
      const entities = entitiesOf(store, resource);
      const sort = { field: "created", direction: "desc" } as const;
      const first = await entities.list({ sort, limit: 3 });
      await samples.create(resource, 99, { created: time(99) } as never);
      const seen = first.items.map(({ id }) => id);
      let cursor = first.next_cursor;
      while (cursor !== null) {
        const page = await entities.list({ sort, limit: 3, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.next_cursor;
      }
      expect(seen.sort()).toEqual(rows.map(({ id }) => id).sort());
    });

    test("large fields are left out, all others are there", async () => {
      const store = await use();
      const made: Row = await new Samples(store).create(resource);
      const found = (await listAll(store, resource, {})).find(({ id }) => id === made.id);
      const details: readonly string[] = RESOURCES[resource].details;
      const expected = Object.entries(made).filter(([field]) => !details.includes(field));
      expect(found).toEqual(Object.fromEntries(expected));
    });

    test("a whole list has the large fields too, page by page", async () => {
      const store = await use();
      const rows = await fill(store, resource);
      const entities = entitiesOf(store, resource);
      const whole: object[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await entities.listWhole({ limit: 3, cursor: cursor ?? undefined });
        whole.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor !== null);
      const found = await Promise.all(rows.map(({ id }) => entities.find(id)));
      expect(whole).toEqual(found);
    });

    test("unknown fields are refused with the ones that there are", async () => {
      const store = await use();
      const entities = entitiesOf(store, resource);
      const bogus: Query = { filters: [{ field: "creatd", operator: "eq", value: 1 }] };
      await expect(entities.list(bogus)).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringContaining("Did you mean 'created'?"),
      });
      const sort = { field: "bogus", direction: "asc" } as const;
      await expect(entities.list({ sort })).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringContaining(RESOURCES[resource].sorts.join(", ")),
      });
    });
  });

  pageLaws(use);
}

function pageLaws(use: UseStore): void {
  test("a list without a sort is by name for configuration, newest first for history", async () => {
    const store = await use();
    const samples = new Samples(store);
    for (const name of ["b", "a"]) await samples.create("stack", 1, { name });
    const stacks = await store.stacks.list();
    expect(stacks.items.map(({ name }) => name)).toEqual(["a", "b", "default"]);
    for (const number of [1, 5, 3]) await samples.create("run", number);
    const runs = await store.runs.list();
    expect(runs.items.map(({ name }) => name)).toEqual(["run 5", "run 3", "run 1"]);
  });

  test("names are sorted by code point, emoji last", async () => {
    const store = await use();
    const names = ["b", "B", "a", "é", "\uffee", "🙂", "Z"];
    for (const name of names) await new Samples(store).create("run", 1, { name });
    const sort = { field: "name", direction: "asc" } as const;
    const sorted = (await store.runs.list({ sort })).items.map(({ name }) => name);
    expect(sorted).toEqual(["B", "Z", "a", "b", "é", "\uffee", "🙂"]);
    const from = { filters: [{ field: "name", operator: "gt", value: "\uffee" }] } as const;
    expect((await store.runs.list(from)).items.map(({ name }) => name)).toEqual(["🙂"]);
  });

  test("a page of exactly the rows that there are is the last", async () => {
    const store = await use();
    for (const number of [1, 2]) await new Samples(store).create("run", number);
    expect((await store.runs.list({ limit: 2 })).next_cursor).toBeNull();
    expect((await store.runs.list({ limit: 1 })).next_cursor).not.toBeNull();
  });

  test("pages go on where they were when rows come and go, the one at the border too", async () => {
    const store = await use();
    const samples = new Samples(store);
    const ids = new Map<string, string>();
    const make = async (name: string): Promise<void> => {
      ids.set(name, (await samples.create("run", 1, { name })).id);
    };
    for (const name of ["b", "d", "f", "h", "j"]) await make(name);
    const sort = { field: "name", direction: "asc" } as const;
    const first = await store.runs.list({ sort, limit: 2 });
    await store.runs.delete(ids.get("d") ?? "");
    for (const name of ["a", "e", "k"]) await make(name);
    const seen = first.items.map(({ name }) => name);
    let cursor = first.next_cursor;
    while (cursor !== null) {
      const page = await store.runs.list({ sort, limit: 2, cursor });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(["b", "d", "e", "f", "h", "j", "k"]);
  });

  test("rows of one time are paged by their ids", async () => {
    const store = await use();
    const samples = new Samples(store);
    const rows = [];
    for (let number = 0; number < 9; number++) {
      rows.push(await samples.create("run", number, { created: time(1) }));
    }
    for (const direction of ["asc", "desc"] as const) {
      const expected = rows.map(({ id }) => id).sort();
      if (direction === "desc") expected.reverse();
      const sort = { field: "created", direction } as const;
      const found = await listAll(store, "run", { sort, limit: 2 });
      expect(found.map(({ id }) => id)).toEqual(expected);
    }
  });

  test("a cursor of another sort, an invented one and a limit out of bounds are refused", async () => {
    const store = await use();
    for (const number of [1, 2]) await new Samples(store).create("run", number);
    const { next_cursor } = await store.runs.list({ limit: 1 });
    const sort = { field: "name", direction: "asc" } as const;
    const invalid = { code: "invalid_input" };
    await expect(store.runs.list({ sort, cursor: next_cursor ?? "" })).rejects.toMatchObject(
      invalid,
    );
    await expect(store.runs.list({ cursor: "x" })).rejects.toMatchObject(invalid);
    for (const limit of [0, 1001, 1.5]) {
      await expect(store.runs.list({ limit })).rejects.toMatchObject(invalid);
    }
  });

  test("several filters must all hold", async () => {
    const store = await use();
    await fill(store, "run");
    const filters: Filter[] = [
      { field: "pipeline_name", operator: "eq", value: "pipeline 1" },
      { field: "status", operator: "in", value: ["failed", "completed"] },
    ];
    const found = await store.runs.list({ filters });
    expect(found.items.map(({ name }) => name)).toEqual(["run 7", "run 3"]);
  });
}

async function fill(
  store: ZenStore,
  resource: OpenName,
  samples = new Samples(store),
): Promise<Row[]> {
  for (let number = 1; number <= COUNT; number++) await samples.create(resource, number);
  return listAll(store, resource, {});
}

async function listAll(store: ZenStore, resource: OpenName, query: Query): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of entitiesOf(store, resource).all(query)) rows.push({ ...row });
  return rows;
}

/** Every operator that a field has, with values that occur and some that do not. */
function filtersOf(resource: OpenName, rows: readonly Row[]): Filter[] {
  return RESOURCES[resource].filters.flatMap((field) => {
    const found = rows.map((row) => row[field]);
    const values = [...new Set(found.flatMap((value) => scalarsIn(value)))];
    const texts = values.filter((value) => typeof value === "string");
    const parts = texts.flatMap((text) => [text.slice(0, 3), text.slice(-2), text.slice(1, 4)]);
    const single = FILTER_OPERATORS.flatMap((operator) =>
      [...values, ...new Set(parts), null].map((value): Filter => ({ field, operator, value })),
    );
    const lists: Filter[] = [[], values, [null], [null, ...values.slice(0, 2)]].map((value) => ({
      field,
      operator: "in",
      value,
    }));
    return [...single, ...lists].filter((filter) => filterProblem(resource, filter) === undefined);
  });
}

function scalarsIn(value: unknown): FilterValue[] {
  if (typeof value === "object" && value !== null) return Object.values(value);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? [value]
    : [];
}

/** What operators mean, said once more and in another way than the drivers say it. */
function holds(row: Row, { field, operator, value }: Filter): boolean {
  const found = row[field];
  const text = String(found);
  if (operator === "has") return JSON.stringify(found).includes(`:${JSON.stringify(value)}`);
  if (operator === "in") return Array.isArray(value) && value.includes(found);
  if (operator === "eq") return Object.is(found, value);
  if (operator === "ne") return !Object.is(found, value);
  if (found === null || Array.isArray(value)) return false;
  if (operator === "contains") return text.split(String(value)).length > 1;
  if (operator === "startswith") return text.slice(0, String(value).length) === value;
  if (operator === "endswith") return text.slice(-String(value).length) === value;
  const order = compare(found, value);
  if (operator === "gt") return order > 0;
  if (operator === "gte") return order >= 0;
  return operator === "lt" ? order < 0 : order <= 0;
}

function byField(left: Row, right: Row, field: string): number {
  return compare(left[field], right[field]) || compare(left.id, right.id);
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
}
