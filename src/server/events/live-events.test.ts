// Streams over real connections: what bytes arrive, also when connections break in between.
import { connect } from "node:net";
import type { Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Peers } from "../guard/peers.js";
import { listen } from "../listen/listen.js";
import type { Listening } from "../listen/listen.js";
import { startPeople } from "../people.fixture.js";
import type { PeopleServer } from "../people.fixture.js";

const PROJECT = "/api/v2/projects/default";
const LIMITS = {
  headersTimeout: 5000,
  requestTimeout: 5000,
  keepAliveTimeout: 5000,
  maxHeaderSize: 16_384,
  maxConnections: 1000,
};

let server: PeopleServer;
let listening: Listening;
let token = "";
let runId = "";
beforeEach(async () => {
  server = await startPeople();
  token = await server.admin();
  const peers = new Peers([]);
  listening = await listen(server.app, { host: "127.0.0.1", port: 0, limits: LIMITS, peers });
  const graph = { version: 1, name: "p", description: null, params: {}, enable_cache: true };
  const body = {
    name: "run",
    pipeline_name: "p",
    stack_name: "s",
    status: "running",
    step_count: 0,
    parameters: {},
    environment: {},
    configuration: {},
    graph: { ...graph, settings: {}, extra: {}, steps: [] },
  };
  const made = await server.ask(`${PROJECT}/runs`, { method: "POST", token, body });
  runId = made.body.id;
});
afterEach(() => listening.stop(0));

/** A reader that comes back with the id of what it read last, as browsers do. */
class Reader {
  /** Texts of the log lines, in the order in which they came. */
  readonly told: string[] = [];
  connections = 0;
  #last: string | undefined;
  #socket: Socket | undefined;
  #onTold = (): void => {};

  read(): void {
    let rest = "";
    const socket = connect(listening.port, "127.0.0.1");
    this.connections += 1;
    this.#socket = socket;
    const last = this.#last === undefined ? "" : `Last-Event-ID: ${this.#last}\r\n`;
    const host = `Host: localhost\r\nAuthorization: Bearer ${token}\r\n${last}`;
    socket.write(`GET ${PROJECT}/events HTTP/1.1\r\n${host}\r\n`);
    socket.setEncoding("utf8");
    socket.on("error", () => {});
    socket.on("data", (chunk: string) => {
      if (socket.destroyed) return;
      const parts = (rest + chunk).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) this.#take(part);
    });
  }

  break(): void {
    this.#socket?.destroy();
  }

  /** Once the first event, that the stream is open, has come. */
  async ready(): Promise<void> {
    while (this.#last === undefined) await this.#next();
  }

  async until(count: number): Promise<void> {
    while (this.told.length < count) await this.#next();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => (this.#onTold = resolve));
  }

  #take(part: string): void {
    this.#last = /^id: (.+)$/m.exec(part)?.[1] ?? this.#last;
    const [, text] = /"text":"(\d+)"/.exec(part) ?? [];
    if (text !== undefined) this.told.push(text);
    this.#onTold();
  }
}

async function log(text: string): Promise<void> {
  const path = `${PROJECT}/runs/${runId}/log-lines`;
  const body = { lines: [{ time: "", step: null, text }] };
  expect((await server.ask(path, { method: "POST", token, body })).status).toBe(204);
}

test("no event is lost or told twice while connections break and come back", async () => {
  const readers = Array.from({ length: 20 }, () => new Reader());
  for (const reader of readers) reader.read();
  for (const reader of readers) await reader.ready();
  const texts = Array.from({ length: 60 }, (_, index) => String(index));
  for (const [index, text] of texts.entries()) {
    const reader = readers[index % readers.length];
    // Gone while this is told, back for the next.
    reader?.break();
    await log(text);
    reader?.read();
  }
  for (const reader of readers) await reader.until(texts.length);
  for (const reader of readers) {
    expect(reader.told).toEqual(texts);
    expect(reader.connections).toBe(4);
  }
  for (const reader of readers) reader.break();
});

test("a stream is text as it is, and ends with its connection", async () => {
  const chunks: string[] = [];
  const socket = connect(listening.port, "127.0.0.1").setEncoding("utf8");
  socket.on("data", (chunk: string) => chunks.push(chunk));
  const head = `Host: localhost\r\nAuthorization: Bearer ${token}\r\n`;
  socket.write(`GET ${PROJECT}/events HTTP/1.1\r\n${head}\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await server.ask("/api/v2/logout", { method: "POST", token });
  await closed;
  const [headers = "", ...body] = chunks.join("").split("\r\n\r\n");
  expect(headers).toContain("text/event-stream");
  expect(headers).toContain("Connection: close");
  expect(body.join("")).toMatch(/^retry: 2000\nid: .+\nevent: ready\ndata: \{\}\n\n$/);
  expect(server.people.streams.count).toBe(0);
});

test("a crowd is told of each event once, in order, also who comes while they are gathered", async () => {
  const readers = Array.from({ length: 60 }, () => new Reader());
  for (const reader of readers) reader.read();
  for (const reader of readers) await reader.ready();
  const texts = Array.from({ length: 30 }, (_, index) => String(index));
  for (const [index, text] of texts.entries()) {
    await log(text);
    readers[index]?.break();
    readers[index]?.read();
  }
  for (const reader of readers) await reader.until(texts.length);
  for (const reader of readers) expect(reader.told).toEqual(texts);
  for (const reader of readers) reader.break();
});
