// What arrives at a port, byte by byte.
import { connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Peers } from "../guard/peers.js";
import { startPeople } from "../people.fixture.js";
import { listen } from "./listen.js";
import type { Listening } from "./listen.js";

const LIMITS = {
  headersTimeout: 5000,
  requestTimeout: 5000,
  keepAliveTimeout: 5000,
  maxHeaderSize: 16_384,
  maxConnections: 1000,
};

let listening: Listening;
beforeEach(async () => {
  const { app } = await startPeople();
  const peers = new Peers([]);
  listening = await listen(app, { host: "127.0.0.1", port: 0, limits: LIMITS, peers });
});
afterEach(() => listening.stop(0));

/** Sends it, and reads until the server closes or has said `until`. */
function raw(text: string, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(listening.port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      answer += chunk;
      if (until !== undefined && answer.includes(until)) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}

const HOST = "Host: localhost\r\n";
const CLOSE = `${HOST}Connection: close\r\n\r\n`;

test("requests on one connection are answered one after the other", async () => {
  const first = `GET /api/v2/info HTTP/1.1\r\n${HOST}X-Request-Id: first\r\n\r\n`;
  const second = `GET /api/v2/none HTTP/1.1\r\n${HOST}X-Request-Id: second\r\nConnection: close\r\n\r\n`;
  const answer = await raw(first + second);
  const ids = [...answer.matchAll(/X-Request-Id: (\w+)/g)].map(([, id]) => id);
  expect(ids).toEqual(["first", "second"]);
  expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
    "200",
    "404",
  ]);
});

test("asking for the headers alone gives them alone", async () => {
  const answer = await raw(`HEAD /api/v2/info HTTP/1.1\r\n${CLOSE}`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toMatch(/Content-Length: \d\d+\r\n/);
  expect(answer.split("\r\n\r\n")[1]).toBe("");
});

test("a target may name the host too, and other targets are nowhere", async () => {
  const ask = (target: string) => raw(`GET ${target} HTTP/1.1\r\n${CLOSE}`);
  expect(await ask("http://localhost/api/v2/info?")).toContain("200 OK");
  for (const target of [
    "/api/v2/../v2/info",
    "/api//v2/info",
    "/api/v2/%69nfo/",
    "//api/v2/info",
  ]) {
    expect([target, await ask(target)]).toEqual([target, expect.stringContaining("404 Not Found")]);
  }
  expect(await raw(`OPTIONS * HTTP/1.1\r\n${CLOSE}`)).toContain("404 Not Found");
});

test("a method that a path does not know is told those that it knows", async () => {
  const answer = await raw(`PUT /api/v2/info HTTP/1.1\r\n${CLOSE}`);
  expect(answer).toContain("405 Method Not Allowed");
  expect(answer).toContain("Allow: GET, HEAD\r\n");
});

test("a body that is too large is refused before it is there, and a very large one is not waited for", async () => {
  const head = `POST /api/v2/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
  const large = await raw(`${head}Content-Length: 20000\r\n\r\n{`, "Content-Length");
  expect(large).toContain("413 Payload Too Large");
  const huge = await raw(`${head}Content-Length: 99999999\r\n\r\n{`);
  expect(huge).toContain("413 Payload Too Large");
  expect(huge).toContain("Connection: close");
  const body = `5000\r\n${" ".repeat(0x5000)}\r\n`;
  const chunked = await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${body}`, "Content-Length");
  expect(chunked).toContain("413 Payload Too Large");
});

test("who leaves in the middle of a body disturbs nobody", async () => {
  const head = `POST /api/v2/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
  for (let count = 0; count < 5; count += 1) {
    const socket = connect(listening.port, "127.0.0.1");
    await new Promise((resolve) => socket.write(`${head}Content-Length: 100\r\n\r\n{`, resolve));
    socket.destroy();
  }
  expect(await raw(`GET /api/v2/info HTTP/1.1\r\n${CLOSE}`)).toContain("200 OK");
});
