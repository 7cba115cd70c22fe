import { expect, test } from "vitest";
import type { Run } from "../../domain/entities/run.js";
import { startPeople } from "../people.fixture.js";
import type { PeopleServer } from "../people.fixture.js";

const PROJECT = "/api/v2/projects/default";

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

class Listener {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #text = "";

  constructor(response: Response) {
    if (response.body === null) throw new Error("the answer has no body");
    this.#reader = response.body.getReader();
  }

  /** The next event; undefined when the stream has ended. */
  async next(): Promise<Told | undefined> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end !== -1) {
        const told = parse(this.#text.slice(0, end));
        this.#text = this.#text.slice(end + 2);
        if (told !== undefined) return told;
        continue;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#text += new TextDecoder().decode(value);
    }
  }

  stop(): Promise<void> {
    return this.#reader.cancel();
  }
}

function parse(text: string): Told | undefined {
  const field = (name: string) =>
    text
      .split("\n")
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const [event, data] = [field("event"), field("data")];
  if (event === undefined || data === undefined) return undefined;
  return { id: field("id") ?? "", event, data: JSON.parse(data) as Record<string, unknown> };
}

async function listen(
  { app }: PeopleServer,
  token: string,
  { query = "", last }: { readonly query?: string; readonly last?: string } = {},
): Promise<Listener> {
  const headers = {
    Authorization: `Bearer ${token}`,
    ...(last !== undefined && { "Last-Event-ID": last }),
  };
  const url = `http://server.example${PROJECT}/events${query}`;
  const response = await app.fetch(new Request(url, { headers }));
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toContain("text/event-stream");
  return new Listener(response);
}

const RUN = {
  pipeline_name: "training",
  stack_name: "default",
  status: "running",
  step_count: 1,
  parameters: {},
  environment: {},
  configuration: {},
  graph: {
    version: 1,
    name: "training",
    description: null,
    params: {},
    enable_cache: true,
    settings: {},
    extra: {},
    steps: [],
  },
};

async function makeRun({ ask }: PeopleServer, token: string, name: string): Promise<Run> {
  const made = { method: "POST", token, body: { ...RUN, name } };
  const { status, body } = await ask(`${PROJECT}/runs`, made);
  expect([status, body.error]).toEqual([201, undefined]);
  return body;
}

test("who reads along is told of each change, in order", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const listener = await listen(server, token);
  expect((await listener.next())?.event).toBe("ready");
  const run = await makeRun(server, token, "first");
  const path = `${PROJECT}/runs/${run.id}`;
  const set = { set: { status: "completed" } };
  await server.ask(path, { method: "PATCH", token, body: set });
  await server.ask(path, { method: "DELETE", token });
  const told = [await listener.next(), await listener.next(), await listener.next()];
  expect(told.map((one) => one?.data)).toMatchObject([
    { op: "create", resource: "run", id: run.id, status: "running", name: "first" },
    { op: "update", resource: "run", id: run.id, status: "completed" },
    { op: "delete", resource: "run", id: run.id },
  ]);
});

test("what others own is told to nobody but who sees it", async () => {
  const server = await startPeople();
  const [ada, bob] = [await server.join("ada"), await server.join("bob")];
  const [adas, bobs] = [await listen(server, ada.token), await listen(server, bob.token)];
  const all = await listen(server, await server.admin());
  for (const one of [adas, bobs, all]) await one.next();
  const [first, second] = [
    await makeRun(server, ada.token, "of ada"),
    await makeRun(server, bob.token, "of bob"),
  ];
  expect((await adas.next())?.data["id"]).toBe(first.id);
  expect((await bobs.next())?.data["id"]).toBe(second.id);
  expect([(await all.next())?.data["id"], (await all.next())?.data["id"]]).toEqual([
    first.id,
    second.id,
  ]);
});

test("one run may be asked for alone, and its log lines come along", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const run = await makeRun(server, token, "mine");
  const listener = await listen(server, token, { query: `?run_id=${run.id}` });
  await listener.next();
  await makeRun(server, token, "another");
  const lines = [{ time: "2026-01-01T00:00:00.000Z", step: "load", text: "42 rows" }];
  const path = `${PROJECT}/runs/${run.id}/log-lines`;
  expect((await server.ask(path, { method: "POST", token, body: { lines } })).status).toBe(204);
  const told = await listener.next();
  expect(told).toMatchObject({
    event: "log",
    data: { run_id: run.id, lines: [{ text: "42 rows" }] },
  });
  const { token: bob } = await server.join("bob");
  expect((await server.ask(path, { method: "POST", token: bob, body: { lines } })).status).toBe(
    404,
  );
});

test("who was gone for a moment is told what he missed, who was gone for long to read anew", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const listener = await listen(server, token);
  const last = (await listener.next())?.id ?? "";
  await listener.stop();
  const missed = [await makeRun(server, token, "one"), await makeRun(server, token, "two")];
  const again = await listen(server, token, { last });
  for (const { id } of missed) expect((await again.next())?.data["id"]).toBe(id);
  for (const unknown of ["other-1", "garbage", `${last.split("-")[0]}-999`]) {
    const anew = await listen(server, token, { last: unknown });
    expect((await anew.next())?.event).toBe("reset");
  }
});

test("a stream ends with the login or the right that it was opened with", async () => {
  const server = await startPeople();
  const [ada, bob] = [await server.join("ada"), await server.join("bob")];
  const [adas, bobs] = [await listen(server, ada.token), await listen(server, bob.token)];
  for (const one of [adas, bobs]) await one.next();
  await server.ask("/api/v2/logout", { method: "POST", token: ada.token });
  expect(await adas.next()).toBeUndefined();
  const off = { method: "PATCH", token: await server.admin(), body: { active: false } };
  await server.ask("/api/v2/accounts/bob", off);
  expect(await bobs.next()).toBeUndefined();
  expect(server.people.streams.count).toBe(0);
});

test("streams that nobody reads any more are forgotten, and asking for headers opens none", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const listener = await listen(server, token);
  expect(server.people.streams.count).toBe(1);
  await listener.stop();
  expect(server.people.streams.count).toBe(0);
  const headers = { Authorization: `Bearer ${token}` };
  const head = { method: "HEAD", headers };
  await server.app.fetch(new Request(`http://server.example${PROJECT}/events`, head));
  expect(server.people.streams.count).toBe(0);
});

test("who does not read is let go, and the others go on", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const run = await makeRun(server, token, "mine");
  await listen(server, token);
  const lines = Array.from({ length: 100 }, () => ({
    time: "",
    step: null,
    text: "x".repeat(12_000),
  }));
  const path = `${PROJECT}/runs/${run.id}/log-lines`;
  await server.ask(path, { method: "POST", token, body: { lines } });
  expect(server.people.streams.count).toBe(0);
  const other = await listen(server, token);
  await other.next();
  const { id } = await makeRun(server, token, "next");
  expect((await other.next())?.data["id"]).toBe(id);
});
