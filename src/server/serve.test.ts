import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ServerLog } from "./observe/server-log.js";
import { readServerOptions } from "./options/read-server-options.js";
import { PUBLIC } from "./routes/route.js";
import type { Call, Route } from "./routes/route.js";
import { serve } from "./serve.js";
import type { RunningServer, ServeParts } from "./serve.js";
import { memorySessions } from "./app.fixture.js";

const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

interface Started {
  readonly server: RunningServer;
  readonly lines: () => Record<string, unknown>[];
  readonly log: ServerLog;
}

async function start(
  flags: Readonly<Record<string, string>> = {},
  more: Partial<ServeParts> = {},
): Promise<Started> {
  const written: string[] = [];
  const log = new ServerLog({
    write: (text) => written.push(text),
    level: "debug",
    now: () => new Date().toISOString(),
  });
  const options = readServerOptions({ flags: { port: "0", store_url: "memory:", ...flags } });
  const { stores } = await memorySessions();
  const server = await serve({
    options,
    stores,
    authenticate: async () => undefined,
    routes: [],
    log,
    checkStore: async () => undefined,
    ...more,
  });
  running.push(server);
  const lines = () => {
    log.flush();
    const texts = written.join("").trim().split("\n");
    return texts.map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  return { server, lines, log };
}

test("health, readiness and the pages are there for everybody, with guarding headers", async () => {
  const { server } = await start();
  for (const path of ["/", "/health", "/ready", "/reference", "/style.css"]) {
    const response = await fetch(server.url + path);
    expect([path, response.status]).toEqual([path, 200]);
    const { headers } = response;
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("X-Frame-Options")).toBe("DENY");
    expect(headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(headers.get("X-Request-Id")).toMatch(/^[\w-]+$/);
  }
});

test("the first page names version, health and reference; the reference has every route", async () => {
  const { server } = await start();
  const home = await (await fetch(server.url)).text();
  expect(home).toContain("ready");
  expect(home).toContain('href="/reference"');
  const reference = await (await fetch(`${server.url}/reference`)).text();
  expect(reference).toContain("/api/v2/projects/{project}/stacks");
  for (const word of ["next_cursor of the page before", "additionalProperties", "entity_exists"]) {
    expect(reference).toContain(word);
  }
  // What is linked to is on the page.
  const links = [...reference.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect([...new Set(links)].filter((id) => !reference.includes(`id="${id}"`))).toEqual([]);
  for (const text of [home, reference]) expect(text).not.toMatch(/<script|https?:\/\/(?!json)/);
});

test("a server whose store is away runs, but is not ready", async () => {
  const checkStore = async () => {
    throw new Error("mysql://root:hunter2@db is away");
  };
  const { server, lines } = await start({}, { checkStore });
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  const ready = await fetch(`${server.url}/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.text()).not.toContain("mysql");
  const failure = lines().find(({ event }) => event === "failure");
  expect(failure?.["error"]).toContain("mysql://root:***@db");
});

test("counts are for administrators, unless the configuration says otherwise", async () => {
  const closed = await start();
  expect((await fetch(`${closed.server.url}/metrics`)).status).toBe(401);
  const open = await start({ public_metrics: "true" });
  await fetch(`${open.server.url}/health`);
  await fetch(`${open.server.url}/bogus-${crypto.randomUUID()}`);
  const text = await (await fetch(`${open.server.url}/metrics`)).text();
  expect(text).toContain(
    'zenml_server_requests_seconds_count{method="GET",route="/health",status="200"} 1',
  );
  expect(text).toContain('route="none",status="404"} 1');
  expect(text).not.toContain("bogus");
});

test("the log has a line for each request, with its id and without its query", async () => {
  const { server, lines } = await start();
  await fetch(`${server.url}/health?token=hunter2`, { headers: { "X-Request-Id": "abc-1" } });
  const line = lines().find(({ event }) => event === "request");
  expect(line).toMatchObject({
    level: "debug",
    request_id: "abc-1",
    method: "GET",
    path: "/health",
    status: 200,
    peer: "127.0.0.1",
  });
  expect(JSON.stringify(lines())).not.toContain("hunter2");
});

/** What comes back for bytes that are sent as they are. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => (answer += chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}

test("on loopback a request for another host is refused, as one that a rebound name brings", async () => {
  const { server } = await start();
  const ask = (host: string, more = "") =>
    raw(server.port, `GET /health HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`);
  expect(await ask(`localhost:${server.port}`)).toContain("200 OK");
  expect(await ask("evil.example")).toContain("403 Forbidden");
  expect(await ask(`evil.example:${server.port}`)).toContain("403 Forbidden");
  expect(await ask("localhost.evil.example")).toContain("403 Forbidden");
  const named = await start({ allowed_hosts: "zen.example" });
  const text = "GET /health HTTP/1.1\r\nHost: zen.example\r\nConnection: close\r\n\r\n";
  expect(await raw(named.server.port, text)).toContain("200 OK");
});

test("pages of another origin are refused, own and allowed ones are not", async () => {
  const { server } = await start({ allowed_origins: "https://dashboard.example" });
  const ask = async (Origin: string) =>
    (await fetch(`${server.url}/health`, { headers: { Origin } })).status;
  expect(await ask(server.url)).toBe(200);
  expect(await ask("https://dashboard.example")).toBe(200);
  for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1", "file://"]) {
    expect([origin, await ask(origin)]).toEqual([origin, 403]);
  }
});

test("who sends its headers too slowly is let go", async () => {
  const { server } = await start({ headers_timeout: "0.2", request_timeout: "3600" });
  const answer = await raw(server.port, "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
  expect(answer).toContain("408");
});

test("who sends his body too slowly is let go, known or not", async () => {
  const reads: Route = {
    method: "POST",
    path: "/reads",
    operation: "reads",
    summary: "",
    policy: PUBLIC,
    answers: {},
    handle: async ({ body }: Call) => ({ status: 200, body: await body() }),
  };
  const limits = { headers_timeout: "0.2", request_timeout: "0.4" };
  const { server } = await start(limits, { routes: [reads] });
  const head = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
  expect(await raw(server.port, `${head("/reads")}Content-Length: 100\r\n\r\n{`)).toContain("408");
  // Answered at once, since nobody is known; then let go.
  const unknown = await raw(server.port, `${head("/api/v2/sync")}Content-Length: 100\r\n\r\n{`);
  expect(unknown).toMatch(/401|408/);
});

test("headers that are too large and what is no HTTP are refused", async () => {
  const { server } = await start();
  const large = `GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: ${"x".repeat(20_000)}\r\n\r\n`;
  expect(await raw(server.port, large)).toContain("431");
  expect(await raw(server.port, "hello\r\n\r\n")).toContain("400");
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});

function route(path: string, handle: () => Promise<void>): Route {
  const place = {
    method: "GET",
    path,
    operation: path,
    summary: "",
    policy: PUBLIC,
    answers: {},
  } as const;
  return { ...place, handle: async () => (await handle(), { status: 200, body: {} }) };
}

test("a server that stops finishes what was begun and takes nothing new", async () => {
  let finish = () => {};
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const wait = route("/wait", () => {
    begun();
    return new Promise<void>((resolve) => (finish = resolve));
  });
  const { server } = await start({}, { routes: [wait] });
  const answer = fetch(`${server.url}/wait`);
  await hasBegun;
  running.splice(0);
  const stopped = server.stop();
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  finish();
  expect((await answer).status).toBe(200);
  await stopped;
});

test("a request that never ends does not keep a server from stopping", async () => {
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const forever = route("/forever", () => {
    begun();
    return new Promise<void>(() => {});
  });
  const { server } = await start({ grace: "0.1" }, { routes: [forever] });
  const answer = fetch(`${server.url}/forever`);
  await hasBegun;
  running.splice(0);
  await Promise.all([server.stop(), expect(answer).rejects.toThrow()]);
});

test("a port that is taken is told, with what to do", async () => {
  const { server } = await start();
  const again = start({ port: String(server.port) });
  await expect(again).rejects.toMatchObject({
    code: "address_in_use",
    hint: expect.stringContaining("--port"),
  });
  await expect(start({ host: "203.0.113.1" })).rejects.toMatchObject({ code: "invalid_input" });
});

test("certificate and key in files make it TLS, and wrong ones are told", async () => {
  const folder = mkdtempSync(join(tmpdir(), "zenml-tls-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert];
  execFileSync("openssl", [...made, "-days", "2", ...subject], { stdio: "ignore" });
  const { server } = await start({ tls_cert: cert, tls_key: key });
  const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const asked = { port: server.port, host: "localhost", path: "/health", ca: readFileSync(cert) };
    httpsRequest({ ...asked, agent: false, lookup: undefined }, (response) => {
      response.resume();
      resolve(response.headers);
    })
      .on("error", reject)
      .end();
  });
  expect(headers["strict-transport-security"]).toContain("max-age");
  const wrong = start({ tls_cert: key, tls_key: cert });
  await expect(wrong).rejects.toMatchObject({ code: "invalid_input" });
  const missing = start({ tls_cert: join(folder, "none"), tls_key: key });
  await expect(missing).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("tls_cert"),
  });
  rmSync(folder, { recursive: true });
});
