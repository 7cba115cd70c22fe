import { expect, test } from "vitest";
import { startApp } from "./app.fixture.js";
import type { Client } from "./app.fixture.js";

const STACKS = "/api/v2/projects/default/stacks";
const STACK = { name: "mine", shared: false, components: {} };
const create = { method: "POST", role: "editor", body: STACK } as const;

test("lists take filters, sort and limit as people write them", async () => {
  const { ask } = await startApp();
  for (const name of ["a1", "a2", "b"]) await ask(STACKS, { ...create, body: { ...STACK, name } });
  const first = await ask(`${STACKS}?name=startswith:a&sort=-name&limit=1`, { role: "viewer" });
  expect(first.body.items.map(({ name }: { name: string }) => name)).toEqual(["a2"]);
  const cursor = first.body.next_cursor;
  const path = `${STACKS}?name=startswith:a&sort=-name&limit=1&cursor=${cursor}`;
  const second = await ask(path, { role: "viewer" });
  expect(second.body.items.map(({ name }: { name: string }) => name)).toEqual(["a1"]);
  expect(second.body.next_cursor).toBeNull();
});

test("the same list may be asked for in a body", async () => {
  const { ask } = await startApp();
  const filters = [{ field: "name", operator: "eq", value: "default" }];
  const asked = { method: "POST", role: "viewer", body: { filters, limit: 5 } } as const;
  expect((await ask(`${STACKS}/query`, asked)).body.items).toHaveLength(1);
  const wrong = { ...asked, body: { filter: filters } };
  expect((await ask(`${STACKS}/query`, wrong)).status).toBe(400);
});

test("a look-up goes by name, id or its beginning, within what is said", async () => {
  const { ask } = await startApp();
  const path = "/api/v2/projects/default/components/look-up?reference=default";
  expect((await ask(path, { role: "viewer" })).body.error.code).toBe("ambiguous");
  const within = encodeURIComponent('{"type":"orchestrator"}');
  const { body } = await ask(`${path}&within=${within}`, { role: "viewer" });
  expect(body).toMatchObject({ name: "default", type: "orchestrator" });
  const beginning = await ask(path.replace("=default", `=${body.id.slice(0, 8)}`), {
    role: "viewer",
  });
  expect(beginning.body.id).toBe(body.id);
});

test.each([
  ["?nam=x", "Did you mean 'name'?"],
  ["?sort=bogus", "cannot be sorted by 'bogus'"],
  ["?limit=many", "no number of rows"],
  ["?limit=0", "cannot have 0 rows"],
  ["?cursor=x", "cursor"],
  ["?filters=x", "no list of filters"],
  ["?whole=maybe", "neither true nor false"],
])("the query %s is refused", async (query, message) => {
  const { ask } = await startApp();
  const { status, body } = await ask(STACKS + query, { role: "viewer" });
  expect(status).toBe(400);
  expect(body.error).toMatchObject({ code: "invalid_input" });
  expect(body.error.message).toContain(message);
});

test("unknown fields are refused, with everything that is wrong", async () => {
  const { ask } = await startApp();
  const wrong = { ...create, body: { ...STACK, name: "", sharde: true } };
  const { status, body } = await ask(STACKS, wrong);
  expect(status).toBe(400);
  expect(body.error.details.problems).toMatchObject([{ field: "name" }, { field: "sharde" }]);
  const { id } = (await ask(STACKS, create)).body;
  const patch = { method: "PATCH", role: "editor" } as const;
  for (const set of [{ set: { bogus: 1 } }, { name: "x" }, { set: {}, expected: {} }]) {
    expect((await ask(`${STACKS}/${id}`, { ...patch, body: set })).status).toBe(400);
  }
});

test("names that every object has are unknown fields too", async () => {
  const { ask } = await startApp();
  const { id } = (await ask(STACKS, create)).body;
  const update = (set: unknown) => ({ op: "update", resource: "stack", id, set });
  for (const set of ['{"constructor":1}', '{"__proto__":{"name":"x"}}', '{"toString":1}']) {
    const fields: unknown = JSON.parse(set);
    const patch = { method: "PATCH", role: "editor", body: { set: fields } } as const;
    expect((await ask(`${STACKS}/${id}`, patch)).status).toBe(400);
    const commit = { method: "POST", role: "editor", body: { changes: [update(fields)] } } as const;
    expect((await ask("/api/v2/projects/default/commit", commit)).status).toBe(400);
  }
});

test("an update may say what it expects", async () => {
  const { ask } = await startApp();
  const { id } = (await ask(STACKS, create)).body;
  const patch = (expect: object) =>
    ask(`${STACKS}/${id}`, {
      method: "PATCH",
      role: "editor",
      body: { set: { name: "new" }, expect },
    });
  expect((await patch({ name: ["other"] })).body.error.code).toBe("conflict");
  expect((await patch({ components: [] })).status).toBe(400);
  expect((await patch({ name: ["mine"] })).body.name).toBe("new");
});

test("changes of a batch are checked as strictly, and none is applied when one is wrong", async () => {
  const { ask } = await startApp();
  const made = (await ask(STACKS, create)).body;
  const commit = (...changes: readonly unknown[]) =>
    ask("/api/v2/projects/default/commit", { method: "POST", role: "editor", body: { changes } });
  const twin = { ...made, id: crypto.randomUUID(), name: "twin" };
  const good = { op: "create", resource: "stack", entity: twin };
  const bad: readonly unknown[] = [
    { op: "create", resource: "stack", entity: { ...twin, bogus: 1 } },
    { op: "update", resource: "stack", id: made.id, set: { created: made.created } },
    { op: "update", resource: "stack", id: made.id, set: { name: "" } },
    { op: "update", resource: "stack", id: made.id, set: {}, expect: { components: [{}] } },
    { op: "delete", resource: "stack" },
    { op: "upsert", resource: "stack", id: made.id },
    { op: "delete", resource: "bogus", id: made.id },
    "delete",
  ];
  for (const change of bad) {
    const { status, body } = await commit(good, change);
    expect(status, JSON.stringify(change)).toBe(400);
    expect(body.error.code).toBe("invalid_input");
  }
  expect((await ask(`${STACKS}/${twin.id}`, { role: "viewer" })).status).toBe(404);
  expect((await commit(good)).status).toBe(204);
  expect((await ask(`${STACKS}/${twin.id}`, { role: "viewer" })).body).toEqual(twin);
});

test("bodies that are none are refused", async () => {
  const { send } = await startApp({ maxBodySize: 2000 });
  const post = async (
    body: NonNullable<RequestInit["body"]>,
    type = "application/json",
  ): Promise<unknown> => {
    const headers = { Authorization: "Bearer editor", "Content-Type": type };
    const init = { method: "POST", body, headers, duplex: "half" } as const;
    const response = await send(new Request(`http://server.example${STACKS}`, init));
    const { error } = (await response.json()) as { error: { code: string } };
    return [response.status, error.code];
  };
  const invalid = [400, "invalid_input"];
  expect(await post("{")).toEqual(invalid);
  expect(await post("[]")).toEqual(invalid);
  expect(await post("")).toEqual(invalid);
  expect(await post(JSON.stringify(STACK), "text/plain")).toEqual(invalid);
  expect(await post(new Uint8Array([0x22, 0xff, 0x22]))).toEqual(invalid);
  expect(await post(`${'{"a":'.repeat(250)}1${"}".repeat(250)}`)).toEqual(invalid);
  const large = JSON.stringify({ ...STACK, name: "x".repeat(3000) });
  expect(await post(large)).toEqual([413, "too_large"]);
  const stream = new Blob([large]).stream();
  expect(await post(stream)).toEqual([413, "too_large"]);
});

test("what is nowhere is not found", async () => {
  const { ask } = await startApp();
  for (const path of ["/", "/api/v2/bogus", "/api/v2/projects/bogus/stacks", `${STACKS}/x/y`]) {
    const { status, body } = await ask(path, { role: "admin" });
    expect([path, status, body.error.code]).toEqual([path, 404, "not_found"]);
  }
});

test("each answer has the request's id, given or new", async () => {
  const { ask } = await startApp();
  const id = async (headers: Record<string, string>) =>
    (await ask("/api/v2/info", { headers })).headers.get("X-Request-Id");
  expect(await id({ "X-Request-Id": "abc-1" })).toBe("abc-1");
  expect(await id({ "X-Request-Id": "<script>" })).toMatch(/^[0-9a-f-]{36}$/);
  expect(await id({})).toMatch(/^[0-9a-f-]{36}$/);
});

test("what goes wrong inside is told to whoever runs the server alone", async () => {
  const told: unknown[] = [];
  const { ask } = await startApp({
    authenticate: async () => {
      throw new Error("the key is hunter2");
    },
    onError: (error, id) => told.push(error, id),
  });
  const { status, body, headers } = await ask(STACKS, { role: "admin" });
  expect([status, body.error.code]).toEqual([500, "internal"]);
  expect(JSON.stringify(body)).not.toContain("hunter2");
  expect(told).toMatchObject([{ message: "the key is hunter2" }, headers.get("X-Request-Id")]);
});

const names = async ({ ask }: Client) =>
  (await ask(STACKS, { role: "viewer" })).body.items.map(({ name }: { name: string }) => name);

test("a change with the key of an earlier one is answered the same and done once", async () => {
  const app = await startApp();
  const keyed = { ...create, headers: { "Idempotency-Key": "k1" } };
  const [first, second] = await Promise.all([app.ask(STACKS, keyed), app.ask(STACKS, keyed)]);
  const third = await app.ask(STACKS, keyed);
  expect(first.status).toBe(201);
  expect([second.body, third.body]).toEqual([first.body, first.body]);
  expect(await names(app)).toEqual(["default", "mine"]);
});

test("a refusal is answered the same too, and a key is of one request and one asker", async () => {
  const { ask } = await startApp();
  const keyed = (key: string, name: string) =>
    ask(STACKS, {
      ...create,
      body: { ...STACK, name },
      headers: { "Idempotency-Key": key },
    });
  expect((await keyed("k1", "default")).body.error.code).toBe("entity_exists");
  expect((await keyed("k1", "default")).body.error.code).toBe("entity_exists");
  expect((await keyed("k1", "other")).body.error.code).toBe("conflict");
  expect((await keyed("k2", "other")).status).toBe(201);
});
