// What a server answers in a second at 8 connections, with everything on: guards, log, counts, login. Beside
// it Node's own server, streams that are open, logins at once, and memory. Prints figures; asserts nothing.
//   npm run bench -- server [--beside http://127.0.0.1:PORT [--user NAME] [--password PASSWORD]]
// `--beside`: a ZenML 0.20.5 server on this machine (`zenml up --port PORT` there), asked in turns with ours.
// Whose it is: user `default` with an empty password, unless said otherwise.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { besideServer } from "./server-beside.mjs";
import { ask, listen, request, startBare, startServer } from "./server-load.mjs";
import { interleave, median } from "./support.mjs";

const CONNECTIONS = 8;
const ROUNDS = 5;
/** Milliseconds of a round, and how many requests warm a server up for it. */
const ROUND = 1500;
const WARM = 3000;
const WARM_BESIDE = 100;
const STREAMS = 500;
const WRITES = 1000;
const LOGINS = 20;
const PROJECT = "/api/v2/projects/default";

const { values: given } = parseArgs({
  options: {
    beside: { type: "string" },
    user: { type: "string", default: "default" },
    password: { type: "string", default: "" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "zenml-bench-"));
// Certificates named there are read at each start of Node 20.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** @typedef {import("./server-load.mjs").Server} Server */

const pause = (/** @type {number} */ time) => new Promise((resolve) => setTimeout(resolve, time));

/** @param {Server["state"]} state */
async function memory(state) {
  return Math.round((await state()).rss / 1e6);
}

/** @param {string} name @param {string} figure @param {string} target */
function print(name, figure, target) {
  console.log(`${name.padEnd(46)} ${figure.padStart(50)}   target ${target}`);
}

/**
 * @param {number} port
 * @param {() => string} make
 * @param {(asked: number, time: number) => boolean} goesOn
 */
async function round(port, make, goesOn = (_asked, time) => time < ROUND) {
  let [asked, count, wrong] = [0, 0, 0];
  const begin = performance.now();
  const next = () => (goesOn((asked += 1), performance.now() - begin) ? make() : undefined);
  const onAnswer = (/** @type {number} */ status) => {
    if (status < 300) count += 1;
    else wrong += 1;
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => ask(port, next, onAnswer)));
  if (wrong > 0) throw new Error(`${wrong} requests were refused`);
  return { count, rate: (count * 1000) / (performance.now() - begin) };
}

/**
 * In turns with Node's own server, so that a machine that changes its speed changes it for both. Time of the
 * processor is told as well: what other work on the machine takes is not in it.
 * @param {string} name
 * @param {string} target
 * @param {{ server: Server, bare: { port: number }, beside?: import("./server-beside.mjs").Beside | undefined }} servers
 * @param {{ make: () => string, same?: "health" | "list" | "create", times?: string }} work `same`: as the other server does it
 */
async function measure(name, target, { server, bare, beside }, { make, same, times = "none" }) {
  const health = () => request("GET", "/health");
  const theirs = same === undefined ? undefined : beside?.[same];
  await round(server.port, make, (asked) => asked <= WARM);
  await round(bare.port, health, (asked) => asked <= WARM);
  if (beside && theirs) await round(beside.port, theirs, (asked) => asked <= WARM_BESIDE);
  /** @type {number[]} */
  const rates = [];
  /** @type {number[]} */
  const costs = [];
  /** @type {number[]} */
  const most = [];
  /** @type {number[]} */
  const others = [];
  /** @type {number[]} */
  const pairs = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    const before = await server.state();
    const { count, rate } = await round(server.port, make);
    const after = await server.state();
    rates.push(rate);
    costs.push((after.cpu - before.cpu) / count);
    most.push((await round(bare.port, health)).rate);
    if (beside === undefined || theirs === undefined) continue;
    others.push((await round(beside.port, theirs)).rate);
    pairs.push(rate / (others.at(-1) ?? 0));
  }
  const share = median(rates) / median(most);
  const figure = `${Math.round(median(rates)).toLocaleString("en")}/s`;
  const cost = `${median(costs).toFixed(0)} us CPU`;
  print(name, `${figure}, ${cost}, ${share.toFixed(2)} x bare node:http`, target);
  if (others.length === 0) return;
  const figures = `${median(others).toFixed(0)}/s: ours ${median(pairs).toFixed(1)} x`;
  print("  ZenML 0.20.5, in turns", figures, times);
}

/** @param {Server} server @param {number} count */
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

/** Milliseconds from the command, on an empty database, to the first answer to who has logged in. */
async function startUp() {
  const begin = performance.now();
  const server = await startServer(folder, env);
  const time = performance.now() - begin;
  await server.stop();
  return time;
}

async function bareNode() {
  const begin = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { env }), "exit");
  return performance.now() - begin;
}

/** How long this disk takes to keep a transaction: creates cannot be quicker than that for 8 of them. */
function printDisk() {
  const file = openSync(join(folder, "disk"), "w");
  const bytes = Buffer.alloc(80 * 1024, 1);
  const times = Array.from({ length: 100 }, () => {
    const begin = performance.now();
    writeSync(file, bytes);
    fdatasyncSync(file);
    return performance.now() - begin;
  });
  print("  the disk keeps 80 KB in", `${median(times).toFixed(2)} ms`, "none");
}

const GRAPH = { version: 1, name: "p", description: null, params: {}, enable_cache: true };
const RUN = {
  pipeline_name: "p",
  stack_name: "s",
  status: "running",
  step_count: 0,
  parameters: {},
  environment: {},
  configuration: {},
  graph: { ...GRAPH, settings: {}, extra: {}, steps: [] },
};

/** Every stream must be told of every write, also those that break and come back. */
/** @param {Server} server */
async function streams({ port, token, state }) {
  const path = `${PROJECT}/events`;
  const readers = Array.from({ length: STREAMS }, () => listen(port, { path, token }));
  while (readers.some(({ heard }) => !heard.ready)) await pause(20);
  print(`${STREAMS} idle streams: memory of the server`, `${await memory(state)} MB`, "< 200 MB");
  const begin = performance.now();
  let written = 0;
  let broken = 0;
  const next = () => {
    if (written === WRITES) return undefined;
    written += 1;
    // Each is gone once for a while in which others are told.
    const reader = readers[written % (STREAMS * 2)];
    reader?.close();
    if (reader !== undefined) {
      broken += 1;
      setTimeout(reader.open, 50);
    }
    return request("POST", `${PROJECT}/runs`, { token, body: { ...RUN, name: `run ${written}` } });
  };
  // 100 a second: each waits for its time, and for no other.
  const asked = [];
  for (let index = 0; index < WRITES; index += 1) {
    const wait = begin + index * 10 - performance.now();
    if (wait > 0) await pause(wait);
    let isAsked = false;
    asked.push(
      ask(
        port,
        () => (isAsked ? undefined : ((isAsked = true), next())),
        (status) => {
          if (status !== 201) throw new Error(`a write was answered ${status}`);
        },
      ),
    );
  }
  await Promise.all(asked);
  const rate = Math.round(WRITES / ((performance.now() - begin) / 1000));
  const most = await memory(state);
  const lost = () => readers.reduce((sum, { heard }) => sum + WRITES - heard.told.size, 0);
  const deadline = performance.now() + 20_000;
  while (lost() > 0 && performance.now() < deadline) await pause(20);
  const twice = readers.reduce((sum, { heard }) => sum + heard.twice + heard.resets, 0);
  print(`  ${rate} writes/s, ${broken} breaks: events lost`, String(lost()), "0");
  print("  told twice, or told to read anew", String(twice), "0");
  print("  memory of the server then", `${most} MB`, "< 200 MB");
  for (const reader of readers) reader.close();
}

/** @param {Server} server */
async function logins({ url, state }) {
  const headers = { "Content-Type": "application/json" };
  const { cpu } = await state();
  const begin = performance.now();
  const answers = Array.from({ length: LOGINS }, (_, index) => {
    const body = JSON.stringify({ name: `nobody ${index}`, password: "guess a password" });
    return fetch(`${url}/api/v2/login`, { method: "POST", headers, body });
  });
  let isDone = false;
  let [slowest, most] = [0, 0];
  const watch = async () => {
    while (!isDone) {
      const asked = performance.now();
      await (await fetch(`${url}/health`)).text();
      slowest = Math.max(slowest, performance.now() - asked);
      most = Math.max(most, await memory(state));
      // Asking without a pause would take a processor from those who log in.
      await pause(10);
    }
  };
  const watched = watch();
  await Promise.all(answers);
  const time = performance.now() - begin;
  isDone = true;
  await watched;
  const cost = Math.round(((await state()).cpu - cpu) / LOGINS / 1000);
  const each = `${Math.round(time / LOGINS)} ms each`;
  print(`${LOGINS} logins at once`, `${each}, ${cost} ms CPU`, "~50 ms CPU");
  print("  slowest /health meanwhile", `${slowest.toFixed(1)} ms`, "off the loop");
  print("  most memory of the server meanwhile", `${most} MB`, "< 200 MB");
}

/** Pages of 50 that differ by the number of rows they might have: none is answered from memory. */
function pages() {
  let asked = 0;
  return () => 50 + (asked++ % 950);
}

try {
  const server = await startServer(folder, env);
  const bare = await startBare(env);
  const beside = given.beside && (await besideServer({ ...given, url: given.beside }));
  const servers = { server, bare, ...(beside && { beside }) };
  const { token } = server;
  const get = (/** @type {string} */ path) => request("GET", PROJECT + path, { token });
  const starts = await interleave({ startUp, bareNode }, ROUNDS);
  const took = `${starts["startUp"]?.toFixed(0)} ms, node -e 0: ${starts["bareNode"]?.toFixed(0)} ms`;
  print("zenml server start, login included", took, "< 1,000 ms");
  const list = () => get("/stacks");
  const health = () => request("GET", "/health");
  await measure("/health", "none", servers, { make: health, same: "health", times: "8 x" });
  await measure("list of one stack", "none", servers, { make: list, same: "list", times: "40 x" });
  await makeStacks(server, 49);
  await measure("page of 50 stacks", "1,500/s", servers, { make: list });
  const rows = pages();
  await measure("  each another page", "1,500/s", servers, {
    make: () => get(`/stacks?limit=${rows()}`),
  });
  let made = 0;
  const component = { type: "orchestrator", flavor: "local", configuration: {}, shared: false };
  const create = () => {
    made += 1;
    const body = { ...component, name: `component ${made}` };
    return request("POST", `${PROJECT}/components`, { token, body });
  };
  await measure("components made, SQLite at FULL", "2,500/s", servers, {
    make: create,
    same: "create",
  });
  printDisk();
  await logins(server);
  await streams(server);
  await bare.stop();
  await server.stop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
