// Servers in processes of their own, and connections that ask them: no library between, so that the asker
// is not what is measured.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { BIN } from "./support.mjs";

/** @typedef {{ url: string, port: number, token: string, state: () => Promise<{ rss: number, cpu: number }>, stop: () => Promise<unknown> }} Server */

/**
 * Resolves with the address that the process tells of itself.
 * @param {readonly string[]} args of node
 * @param {{ env: NodeJS.ProcessEnv, cwd: string }} options
 */
async function start(args, options) {
  const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  /** @type {string} */
  const url = await new Promise((resolve, reject) => {
    let text = "";
    child.once("exit", () => reject(new Error("the server ended")));
    child.stdout.on("data", (chunk) => {
      if (text.length < 4096) text += String(chunk);
      const [, found] = /"url":"([^"]+)"/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const stop = () => {
    child.removeAllListeners("exit");
    child.kill();
    return once(child, "exit");
  };
  return { url, port: Number(new URL(url).port), stop };
}

/**
 * The real command on an empty database, with its defaults.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Server>}
 */
export async function startServer(folder, env) {
  const database = `sqlite:///${join(folder, `${performance.now()}.db`)}`;
  const args = [BIN, "server", "start", "--port", "0", "--store-url", database];
  const started = await start(args, { env: { ...env, HOME: folder }, cwd: folder });
  const answer = await fetch(`${started.url}/api/v2/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: "default", password: "" }),
  });
  const { token } = /** @type {{ token: string }} */ (await answer.json());
  const state = async () => {
    const headers = { Authorization: `Bearer ${token}` };
    const text = await (await fetch(`${started.url}/metrics`, { headers })).text();
    const gauge = (/** @type {string} */ name) =>
      Number(new RegExp(`^zenml_server_${name} (.+)$`, "m").exec(text)?.[1]);
    return { rss: gauge("resident_memory_bytes"), cpu: gauge("processor_seconds") * 1e6 };
  };
  return { ...started, token, state };
}

/** Node's own server. */
/** @param {NodeJS.ProcessEnv} env */
export async function startBare(env) {
  const script = join(import.meta.dirname, "bare-server.mjs");
  return start([script], { env, cwd: import.meta.dirname });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{ token?: string, body?: object, headers?: readonly string[] }} more
 */
export function request(method, path, { token, body, headers = [] } = {}) {
  const content = body === undefined ? "" : JSON.stringify(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    ...headers,
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(body === undefined
      ? []
      : ["Content-Type: application/json", `Content-Length: ${Buffer.byteLength(content)}`]),
  ];
  return `${lines.join("\r\n")}\r\n\r\n${content}`;
}

/** What one answer takes at most; longer ones come in pieces. */
const PIECE = 64 * 1024;
const LENGTH = "ength: ";

/**
 * A connection that asks again and again; calls back with each status. It reads into memory of its own and
 * looks at no more than it must: with streams and patterns it cost more than Node's own server.
 * @param {number} port
 * @param {() => string | undefined} next the text of a request; undefined: no more
 * @param {(status: number) => void} onAnswer
 */
export function ask(port, next, onAnswer) {
  return new Promise((resolve, reject) => {
    let text = "";
    const take = (/** @type {string} */ piece) => {
      text += piece;
      const head = text.indexOf("\r\n\r\n");
      if (head === -1) return;
      // Of Content-Length, however it is spelt.
      const at = text.indexOf(LENGTH);
      const length =
        at === -1 || at > head ? 0 : Number.parseInt(text.slice(at + LENGTH.length), 10);
      if (text.length < head + 4 + length) return;
      const status = Number(text.slice(9, 12));
      text = "";
      onAnswer(status);
      send();
    };
    const onread = {
      buffer: Buffer.allocUnsafe(PIECE),
      callback: (/** @type {number} */ size, /** @type {Uint8Array} */ bytes) => {
        take(Buffer.from(bytes.buffer, bytes.byteOffset, size).toString("latin1"));
        return true;
      },
    };
    const socket = connect({ port, host: "127.0.0.1", noDelay: true, onread });
    const send = () => {
      const request = next();
      if (request === undefined) socket.end();
      else socket.write(request);
    };
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("close", resolve);
  });
}

/**
 * A stream of events that counts those with a `text`, and comes back with the id of the last one.
 * @param {number} port
 * @param {{ path: string, token: string }} asked
 */
export function listen(port, { path, token }) {
  const heard = { ready: false, told: new Set(), twice: 0, resets: 0 };
  let last = "";
  /** @type {import("node:net").Socket | undefined} */
  let socket;
  const open = () => {
    const own = connect(port, "127.0.0.1");
    socket = own;
    let rest = "";
    own.setEncoding("latin1");
    own.on("error", () => {});
    own.on("data", (/** @type {string} */ chunk) => {
      if (own.destroyed) return;
      const parts = (rest + chunk).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        last = /^id: (.+)$/m.exec(part)?.[1] ?? last;
        if (part.includes("event: ready")) heard.ready = true;
        if (part.includes("event: reset")) heard.resets += 1;
        if (!part.includes("event: change")) continue;
        if (heard.told.has(last)) heard.twice += 1;
        heard.told.add(last);
      }
    });
    const headers = last === "" ? [] : [`Last-Event-ID: ${last}`];
    own.write(request("GET", path, { token, headers }));
  };
  open();
  return { heard, open, close: () => socket?.destroy() };
}
