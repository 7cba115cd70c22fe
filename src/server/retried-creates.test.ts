// A create whose answer never came, sent once more to a server that was started anew.
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
  readonly token: string;
  readonly items: readonly { readonly id: string }[];
}

async function send(
  path: string,
  body?: object,
  key?: string,
): Promise<{ readonly status: number; readonly body: Body }> {
  const headers = {
    "Content-Type": "application/json",
    ...(token !== "" && { Authorization: `Bearer ${token}` }),
    ...(key !== undefined && { "Idempotency-Key": key }),
  };
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(server.url + path, { headers, ...sent });
  return { status: response.status, body: (await response.json()) as Body };
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
