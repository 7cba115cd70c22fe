// A create, or another change, whose answer never came, sent once more to a server that was started anew.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startServer } from "./main.js";
import { readServerOptions } from "./options/read-server-options.js";
import type { RunningServer } from "./serve.js";

const PROJECT = "/api/v2/projects/default";
const RUN = {
  name: "run",
  pipeline_name: "p",
  stack_name: "s",
  status: "running",
  step_count: 0,
  parameters: {},
  environment: {},
  configuration: {},
  graph: {
    version: 1,
    name: "p",
    description: null,
    params: {},
    enable_cache: true,
    settings: {},
    extra: {},
    steps: [],
  },
};

let folder = "";
let server: RunningServer;
let token = "";
const start = async (): Promise<void> => {
  const flags = { port: "0", store_type: "sql", store_url: "sqlite:///store.db" };
  const options = readServerOptions({ flags });
  server = await startServer({ options, writeLog: () => undefined, cwd: folder });
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "zenml-retried-"));
  await start();
  const { body } = await send("/api/v2/login", { name: "default", password: "" });
  token = body.token;
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

interface Body {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly items: readonly { readonly id: string }[];
}

async function send(
  path: string,
  body?: object,
  key?: string,
  method?: "PATCH" | "DELETE",
): Promise<{ readonly status: number; readonly body: Body }> {
  const headers = {
    "Content-Type": "application/json",
    ...(token !== "" && { Authorization: `Bearer ${token}` }),
    ...(key !== undefined && { "Idempotency-Key": key }),
  };
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const asked = { headers, ...sent, ...(method !== undefined && { method }) };
  const response = await fetch(server.url + path, asked);
  const text = await response.text();
  return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Body };
}

test("it makes no second row, and is answered like the first", async () => {
  const first = await send(`${PROJECT}/runs`, RUN, "key-1");
  await server.stop();
  await start();
  const again = await send(`${PROJECT}/runs`, RUN, "key-1");
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  const other = await send(`${PROJECT}/runs`, { ...RUN, name: "other" }, "key-2");
  const { items } = (await send(`${PROJECT}/runs`)).body;
  expect(items.map(({ id }) => id).toSorted()).toEqual([first.body.id, other.body.id].toSorted());
});

test("a name that something else has is refused as ever", async () => {
  const stack = { name: "mine", shared: false, components: {} };
  expect((await send(`${PROJECT}/stacks`, stack, "key-1")).status).toBe(201);
  expect((await send(`${PROJECT}/stacks`, stack, "key-2")).status).toBe(409);
});

async function restart(): Promise<void> {
  await server.stop();
  await start();
}

const STACK = { name: "mine", shared: false, components: {} };

test("an update is done once, whatever others changed since", async () => {
  const { id } = (await send(`${PROJECT}/stacks`, STACK)).body;
  const path = `${PROJECT}/stacks/${id}`;
  const update = { set: { name: "first" }, expect: { name: ["mine"] } };
  expect((await send(path, update, "key-1", "PATCH")).status).toBe(200);
  expect((await send(path, { set: { name: "later" } }, "key-2", "PATCH")).status).toBe(200);
  await restart();
  const again = await send(path, update, "key-1", "PATCH");
  expect([again.status, again.body.name]).toEqual([200, "later"]);
  // Without what it expects, only the key tells that it was done.
  const plain = { set: { name: "plain" } };
  await send(path, plain, "key-3", "PATCH");
  await send(path, { set: { name: "newest" } }, "key-4", "PATCH");
  await restart();
  expect((await send(path, plain, "key-3", "PATCH")).body.name).toBe("newest");
  const other = await send(path, { set: { name: "stolen" } }, "key-3", "PATCH");
  expect(other.status).toBe(409);
});

test("a delete is done once, and one that was never done is refused", async () => {
  const { id } = (await send(`${PROJECT}/stacks`, STACK)).body;
  const path = `${PROJECT}/stacks/${id}`;
  expect((await send(path, undefined, "key-1", "DELETE")).status).toBe(204);
  await restart();
  expect((await send(path, undefined, "key-1", "DELETE")).status).toBe(204);
  expect((await send(path, undefined, "key-2", "DELETE")).status).toBe(404);
});

test("a commit is done once", async () => {
  const { id } = (await send(`${PROJECT}/stacks`, STACK)).body;
  const change = { op: "update", resource: "stack", id, set: { name: "committed" } };
  const body = { changes: [{ ...change, expect: { name: ["mine"] } }] };
  expect((await send(`${PROJECT}/commit`, body, "key-1")).status).toBe(204);
  await restart();
  expect((await send(`${PROJECT}/commit`, body, "key-1")).status).toBe(204);
  expect((await send(`${PROJECT}/commit`, body, "key-2")).status).toBe(409);
});
