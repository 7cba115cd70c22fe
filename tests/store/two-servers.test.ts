// Two servers on one database: what one was told counts at the other with its next request.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SERVERS } from "../databases/servers.js";
import type { TestDatabase } from "../databases/servers.js";
import { startServer } from "../../src/server/main.js";
import { readServerOptions } from "../../src/server/options/read-server-options.js";
import type { RunningServer } from "../../src/server/serve.js";

let folder = "";
let first: RunningServer;
let second: RunningServer;
const start = (store_url: string): Promise<RunningServer> => {
  const flags = { port: "0", store_type: "sql", store_url };
  const options = readServerOptions({ flags });
  return startServer({ options, writeLog: () => undefined, cwd: folder });
};

const PLACES = [
  { name: "sqlite", isHere: true, createDatabase: undefined },
  ...SERVERS.map(({ name, reason, url, createDatabase }) => ({
    name: `${name}${reason}`,
    isHere: url !== undefined,
    createDatabase,
  })),
];

const STACKS = "/api/v2/projects/default/stacks";

interface Body {
  readonly id: string;
  readonly token: string;
  readonly items: readonly { readonly name: string }[];
}

async function ask(
  { url }: RunningServer,
  path: string,
  { token, ...asked }: { method?: string; token?: string; body?: object } = {},
): Promise<{ readonly status: number; readonly body: Body }> {
  const { method = "GET", body } = asked;
  const headers = {
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    ...(body !== undefined && { "Content-Type": "application/json" }),
  };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(url + path, init);
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
}

async function readEvents({ url }: RunningServer, token: string) {
  const ended = new AbortController();
  const stream = await fetch(`${url}/api/v2/projects/default/events`, {
    headers: { Authorization: `Bearer ${token}` },
    signal: ended.signal,
  });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let told = "";
  return {
    told: () => told,
    until: async (text: string) => {
      while (!told.includes(text)) told += (await reader?.read())?.value ?? "";
    },
    end: () => ended.abort(),
  };
}

async function logIn(server: RunningServer): Promise<string> {
  const body = { name: "default", password: "" };
  return (await ask(server, "/api/v2/login", { method: "POST", body })).body.token;
}

describe.each(PLACES)("on $name", ({ isHere, createDatabase }) => {
  let database: TestDatabase | undefined;
  beforeEach(async () => {
    if (!isHere) return;
    folder = mkdtempSync(join(tmpdir(), "zenml-servers-"));
    database = await createDatabase?.();
    const url = database?.url ?? "sqlite:///store.db";
    first = await start(url);
    second = await start(url);
  });
  afterEach(async () => {
    if (!isHere) return;
    await first.stop();
    await second.stop();
    await database?.drop();
    rmSync(folder, { recursive: true });
  });

  test.runIf(isHere)("a logout at one ends the login at the other at once", async () => {
    const token = await logIn(first);
    for (const server of [first, second]) {
      for (const _ of [1, 2, 3]) expect((await ask(server, STACKS, { token })).status).toBe(200);
    }
    expect((await ask(first, "/api/v2/logout", { method: "POST", token })).status).toBe(204);
    for (const server of [first, second]) {
      expect((await ask(server, STACKS, { token })).status).toBe(401);
    }
  });

  test.runIf(isHere)(
    "a list that was asked for before is new after each change, whoever made it",
    async () => {
      const token = await logIn(first);
      const names = async (server: RunningServer) =>
        (await ask(server, STACKS, { token })).body.items.map(({ name }) => name);
      const made: string[] = ["default"];
      for (const [index, server] of [first, second, second, first].entries()) {
        const body = { name: `stack ${index}`, shared: false, components: {} };
        expect((await ask(server, STACKS, { method: "POST", token, body })).status).toBe(201);
        made.push(body.name);
        for (const other of [first, second, first, second, first, second]) {
          expect(await names(other)).toEqual(made);
        }
      }
    },
  );

  test.runIf(isHere)(
    "who reads events at one is told to read anew when the other changed something",
    async () => {
      const token = await logIn(first);
      const events = await readEvents(first, token);
      await events.until("event: ready");
      const body = { name: "other", shared: false, components: {} };
      expect((await ask(second, STACKS, { method: "POST", token, body })).status).toBe(201);
      await events.until("event: reset");
      events.end();
    },
  );

  test.runIf(isHere)(
    "a token that was revoked at one is refused by the other at once",
    async () => {
      const token = await logIn(first);
      const body = { name: "ci" };
      const made = await ask(first, "/api/v2/tokens", { method: "POST", token, body });
      expect(made.status).toBe(201);
      const api = { token: made.body.token };
      for (const _ of [1, 2, 3]) expect((await ask(second, STACKS, api)).status).toBe(200);
      const path = `/api/v2/tokens/${made.body.id}`;
      expect((await ask(first, path, { method: "DELETE", token })).status).toBe(204);
      expect((await ask(second, STACKS, api)).status).toBe(401);
    },
  );

  test.runIf(isHere)("who changes things at one is not told that others did", async () => {
    const token = await logIn(first);
    const events = await readEvents(first, token);
    await events.until("event: ready");
    for (const name of ["a", "b", "c"]) {
      const body = { name, shared: false, components: {} };
      expect((await ask(first, STACKS, { method: "POST", token, body })).status).toBe(201);
    }
    const other = { name: "other", shared: false, components: {} };
    expect((await ask(second, STACKS, { method: "POST", token, body: other })).status).toBe(201);
    await events.until("event: reset");
    expect(events.told().match(/event: reset/g)).toHaveLength(1);
    events.end();
  });
});
