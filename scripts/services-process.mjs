// Starts a server of a test database, waits until it answers, and ends exactly that one.
import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/**
 * @typedef {object} Service
 * @property {string} name
 * @property {string} variable where tests read its URL
 * @property {(place: Place) => Promise<readonly string[]>} prepare makes its data; resolves to the command.
 * Throws, saying what is missing on this machine
 * @property {(place: Place) => string} urlOf
 * @property {NodeJS.Signals} stopSignal
 * @property {readonly string[]} durable what else to say so that a killed server has lost nothing
 */

/**
 * @typedef {object} Place
 * @property {string} folder
 * @property {number} port
 * @property {string} password
 * @property {User | undefined} user whom the server runs as
 */

/** @typedef {{ uid: number, gid: number }} User */

/**
 * @typedef {object} Running
 * @property {string} name
 * @property {string} variable
 * @property {string} url
 * @property {number} pid
 * @property {string} folder
 * @property {readonly string[]} command
 * @property {NodeJS.Signals} stopSignal
 */

/** Who owns nothing: databases refuse to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const START_LIMIT = 60_000;
const STOP_LIMIT = 10_000;

/** @param {string} name */
export function makeFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `zenml-${name.toLowerCase()}-`));
  const user = serverUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** @returns {User | undefined} undefined: whoever runs this */
function serverUser() {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/**
 * @param {Service} service
 * @param {{ folder: string, isDetached?: boolean, isDurable?: boolean }} options
 * @returns {Promise<Running>}
 */
export async function startServer(service, options) {
  const { folder, isDetached = false, isDurable = false } = options;
  const user = serverUser();
  // Has what must be percent-encoded in a URL.
  const password = `p@ss/${crypto.randomUUID()}`;
  const place = { folder, port: await freePort(), password, user };
  try {
    const command = [...(await service.prepare(place)), ...(isDurable ? service.durable : [])];
    const pid = await launch(command, place, isDetached);
    const { name, variable, stopSignal, urlOf } = service;
    return { name, variable, stopSignal, url: urlOf(place), pid, folder, command };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * A server that was ended, once more with its data and at its port.
 * @param {Running} running
 * @returns {Promise<Running>}
 */
export async function startAgain(running) {
  const { folder, url, command } = running;
  const place = { folder, port: Number(new URL(url).port), user: serverUser() };
  const end = performance.now() + START_LIMIT;
  for (;;) {
    try {
      return { ...running, pid: await launch(command, place, false) };
    } catch (error) {
      // What a killed one leaves goes within moments: children that hold its memory, its port.
      if (performance.now() > end) throw error;
      await pause(100);
    }
  }
}

/**
 * @param {readonly string[]} command
 * @param {Pick<Place, "folder" | "port" | "user">} place
 * @param {boolean} isDetached
 * @returns {Promise<number>} its process, once it answers
 */
async function launch([program = "", ...args], place, isDetached) {
  const { folder, user } = place;
  const child = spawn(program, args, {
    ...user,
    detached: isDetached,
    stdio: "ignore",
    ...inFolder(folder),
  });
  if (isDetached) child.unref();
  await answers(child, place);
  return child.pid ?? 0;
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {Pick<Place, "folder" | "port">} place
 */
async function answers(child, { port, folder }) {
  /** @type {string | undefined} */
  let ended;
  child.on("error", (error) => (ended = error.message));
  child.on("exit", (code, signal) => (ended = `it ended with ${code ?? signal}`));
  const end = performance.now() + START_LIMIT;
  while (!(await accepts(port))) {
    if (ended !== undefined) throw new Error(`${ended}\n${logsIn(folder)}`);
    if (performance.now() > end) {
      child.kill("SIGKILL");
      throw new Error(`nothing answered on port ${port}\n${logsIn(folder)}`);
    }
    await pause(20);
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const answer = (/** @type {boolean} */ isThere) => {
      socket.destroy();
      resolve(isThere);
    };
    // Both kinds of server speak first or wait for the client: being accepted is all that can be seen.
    socket.on("connect", () => answer(true));
    socket.on("error", () => answer(false));
  });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** @param {string} folder */
function logsIn(folder) {
  const logs = readdirSync(folder).filter((name) => name.endsWith(".log"));
  return logs.map((name) => readFileSync(join(folder, name), "utf8").slice(-2000)).join("\n");
}

/**
 * Runs a program of a service to its end, as the user that its server runs as.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Place} place
 */
export async function runFor(command, args, { folder, user }) {
  const stdio = /** @type {["ignore", "pipe", "pipe"]} */ (["ignore", "pipe", "pipe"]);
  const child = spawn(command, args, { ...user, ...inFolder(folder), stdio });
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output.slice(-2000)}`);
}

/** The folder for temporary files of whoever starts it need not be open to the server's user. @param {string} folder */
function inFolder(folder) {
  return { cwd: folder, env: { ...process.env, TMPDIR: folder } };
}

/** Ends the server and removes its data. @param {Running} running */
export async function stopServer(running) {
  await endServer(running, running.stopSignal);
  rmSync(running.folder, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * Ends the server; its data stays. A process that has its number by now is left alone.
 * @param {Running} running
 * @param {NodeJS.Signals} signal
 */
export async function endServer(running, signal) {
  if (!isRunning(running)) return;
  const { pid } = running;
  process.kill(pid, signal);
  const end = performance.now() + STOP_LIMIT;
  while (isRunning(running)) {
    if (performance.now() > end) process.kill(pid, "SIGKILL");
    await pause(20);
  }
}

/** @param {Pick<Running, "pid" | "folder">} running */
export function isRunning({ pid, folder }) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // Its command line names the folder; a zombie's is empty.
  const file = `/proc/${pid}/cmdline`;
  return (
    process.platform !== "linux" ||
    (existsSync(file) && readFileSync(file, "utf8").includes(folder))
  );
}

/** @param {string} folder @param {User | undefined} user */
export function giveTo(folder, user) {
  if (user === undefined) return;
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    chownSync(join(folder, entry), user.uid, user.gid);
  }
  chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
}
