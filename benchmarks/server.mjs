// What a server answers in a second at 8 connections, with everything on: guards, log, counts, login. Beside
// it streams that are open, logins at once, and its memory. Prints figures; asserts nothing.
import { fork } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundled } from "./support.mjs";

const CONNECTIONS = 8;
const SECONDS = 4;
const STREAMS = 500;
const WRITES = 1000;
const LOGINS = 20;

const folder = mkdtempSync(join(tmpdir(), "zenml-bench-"));
// Certificates named there are read at each start of Node 20.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
const script = await bundled("server");

/** @param {string} database */
async function start(database) {
  const log = openSync(join(folder, "server.log"), "a");
  const child = fork(script, [folder, database], { env, stdio: ["ignore", "pipe", log, "ipc"] });
  /** @type {{ url: string, token: string, first: number }} */
  const said = await new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error("the server ended")));
    child.stdout?.once("data", (text) => resolve(JSON.parse(String(text))));
  });
  /** @returns {Promise<{ rss: number, cpu: number }>} bytes, microseconds */
  const state = () =>
    new Promise((resolve) => {
      child.once("message", (message) => resolve(/** @type {any} */ (message)));
      child.send("state");
    });
  const memory = async () => Math.round((await state()).rss / 1e6);
  const stop = () =>
    new Promise((resolve) => {
      child.removeAllListeners("exit");
      child.once("exit", resolve);
      child.disconnect();
    });
  return { ...said, port: Number(new URL(said.url).port), state, memory, stop };
}

/**
 * A connection that asks again and again; calls back with each status.
 * @param {number} port
 * @param {() => string | undefined} next the text of a request; undefined: no more
 * @param {(status: number) => void} onAnswer
 */
function ask(port, next, onAnswer) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    let text = "";
    const send = () => {
      const request = next();
      if (request === undefined) socket.end();
      else socket.write(request);
    };
    socket.on("connect", send);
    socket.on("data", (/** @type {string} */ chunk) => {
      text += chunk;
      const head = text.indexOf("\r\n\r\n");
      if (head === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
      if (text.length < head + 4 + length) return;
      onAnswer(Number(text.slice(9, 12)));
      text = text.slice(head + 4 + length);
      send();
    });
    socket.on("error", reject);
    socket.on("close", resolve);
  });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{ token?: string, body?: object }} more
 */
function request(method, path, { token, body } = {}) {
  const content = body === undefined ? "" : JSON.stringify(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(body === undefined
      ? []
      : ["Content-Type: application/json", `Content-Length: ${Buffer.byteLength(content)}`]),
  ];
  return `${lines.join("\r\n")}\r\n\r\n${content}`;
}

/**
 * @param {string} name
 * @param {string} target
 * @param {Awaited<ReturnType<typeof start>>} server
 * @param {() => string} make
 */
async function measure(name, target, { port, state }, make) {
  let [count, wrong] = [0, 0];
  const before = await state();
  const end = performance.now() + SECONDS * 1000;
  const next = () => (performance.now() < end ? make() : undefined);
  const onAnswer = (/** @type {number} */ status) => {
    if (status < 300) count += 1;
    else wrong += 1;
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => ask(port, next, onAnswer)));
  const { cpu } = await state();
  // What other work on the machine takes is not in it.
  const alone = Math.round((1e6 * (count + wrong)) / (cpu - before.cpu));
  const figure = `${Math.round(count / SECONDS).toLocaleString("en")}/s`;
  print(name, `${figure}, ${alone.toLocaleString("en")} per CPU second`, target);
  if (wrong > 0) print("  refused", String(wrong), "0");
}

/** @param {string} name @param {string} figure @param {string} target */
function print(name, figure, target) {
  console.log(`${name.padEnd(52)} ${figure.padStart(34)}   target ${target}`);
}

const PROJECT = "/api/v2/projects/default";

/** @param {Awaited<ReturnType<typeof start>>} server @param {number} count */
async function makeStacks({ port, token }, count) {
  let made = 0;
  const next = () => {
    if (made === count) return undefined;
    made += 1;
    const body = { name: `stack ${made}`, shared: false, components: {} };
    return request("POST", `${PROJECT}/stacks`, { token, body });
  };
  await ask(port, next, () => {});
}

/** Events that streams are told of while writes come at once: none may be missing. */
/** @param {Awaited<ReturnType<typeof start>>} server */
async function streams({ port, token, url, memory }) {
  let told = 0;
  let ready = 0;
  const sockets = Array.from({ length: STREAMS }, () => {
    const socket = connect(port, "127.0.0.1");
    socket.setEncoding("latin1");
    let rest = "";
    socket.on("data", (/** @type {string} */ chunk) => {
      const parts = (rest + chunk).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        if (part.includes("event: ready")) ready += 1;
        if (part.includes("event: change")) told += 1;
      }
    });
    socket.write(request("GET", `${PROJECT}/events`, { token }));
    return socket;
  });
  while (ready < STREAMS) await new Promise((resolve) => setTimeout(resolve, 20));
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  const begin = performance.now();
  for (let written = 0; written < WRITES; written += 1) {
    const graph = {
      version: 1,
      name: "p",
      description: null,
      params: {},
      enable_cache: true,
      settings: {},
      extra: {},
      steps: [],
    };
    const body = JSON.stringify({
      name: `run ${written}`,
      pipeline_name: "p",
      stack_name: "s",
      status: "running",
      step_count: 0,
      parameters: {},
      environment: {},
      configuration: {},
      graph,
    });
    const answer = await fetch(`${url}${PROJECT}/runs`, { method: "POST", headers, body });
    if (answer.status !== 201) throw new Error(await answer.text());
    // 100 a second.
    const due = begin + written * 10;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
  const deadline = performance.now() + 10_000;
  while (told < STREAMS * WRITES && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const rate = Math.round(WRITES / ((performance.now() - begin) / 1000));
  print(`${STREAMS} streams, ${rate} writes/s: events lost`, String(STREAMS * WRITES - told), "0");
  print("  memory of the server then", `${await memory()} MB`, "< 200 MB");
  for (const socket of sockets) socket.destroy();
}

/** @param {Awaited<ReturnType<typeof start>>} server */
async function logins({ url, memory }) {
  const body = JSON.stringify({ name: "nobody", password: "guess a password" });
  const headers = { "Content-Type": "application/json" };
  let slowest = 0;
  let isDone = false;
  const watch = (async () => {
    while (!isDone) {
      const begin = performance.now();
      await (await fetch(`${url}/health`)).text();
      slowest = Math.max(slowest, performance.now() - begin);
    }
  })();
  const begin = performance.now();
  const answers = Array.from({ length: LOGINS }, (_, index) =>
    fetch(`${url}/api/v2/login`, {
      method: "POST",
      headers,
      body: body.replace("nobody", `nobody ${index}`),
    }),
  );
  await Promise.all(answers);
  const time = performance.now() - begin;
  const most = await memory();
  isDone = true;
  await watch;
  print(`${LOGINS} logins at once`, `${Math.round(time / LOGINS)} ms each`, "~50 ms");
  print("  slowest /health meanwhile", `${slowest.toFixed(1)} ms`, "off the loop");
  print("  memory of the server then", `${most} MB`, "< 200 MB");
}

try {
  const server = await start("server.db");
  const { token } = server;
  print("start to first answer, login included", `${Math.round(server.first)} ms`, "< 1,000 ms");
  await measure("/health", "19,500/s", server, () => request("GET", "/health"));
  await measure("list of one stack", "4,320/s", server, () =>
    request("GET", `${PROJECT}/stacks`, { token }),
  );
  await makeStacks(server, 60);
  await measure("page of 50 stacks", "1,500/s", server, () =>
    request("GET", `${PROJECT}/stacks`, { token }),
  );
  let made = 0;
  await measure("components made, SQLite at FULL", "2,500/s", server, () => {
    made += 1;
    const body = {
      name: `component ${made}`,
      type: "orchestrator",
      flavor: "local",
      configuration: {},
      shared: false,
    };
    return request("POST", `${PROJECT}/components`, { token, body });
  });
  await logins(server);
  await streams(server);
  await server.stop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
