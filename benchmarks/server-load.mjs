// Servers in processes of their own, and connections that ask them: no library between, so that the asker
// is not what is measured.
import { fork } from "node:child_process";
import { openSync } from "node:fs";
import { connect } from "node:net";

/** @typedef {{ url: string, token: string, port: number, state: () => Promise<{ rss: number, cpu: number }>, memory: () => Promise<number>, stop: () => Promise<unknown> }} Server */

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, log: string }} options
 * @returns {Promise<Server>}
 */
export async function startProcess(script, args, { env, log }) {
  const child = fork(script, args, { env, stdio: ["ignore", "pipe", openSync(log, "a"), "ipc"] });
  /** @type {{ url: string, token: string }} */
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

/**
 * A connection that asks again and again; calls back with each status.
 * @param {number} port
 * @param {() => string | undefined} next the text of a request; undefined: no more
 * @param {(status: number) => void} onAnswer
 */
export function ask(port, next, onAnswer) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    let text = "";
    const send = () => {
      const text = next();
      if (text === undefined) socket.end();
      else socket.write(text);
    };
    socket.on("connect", send);
    socket.on("data", (/** @type {string} */ chunk) => {
      text += chunk;
      const head = text.indexOf("\r\n\r\n");
      if (head === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length < head + 4 + length) return;
      const status = Number(text.slice(9, 12));
      text = "";
      onAnswer(status);
      send();
    });
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
