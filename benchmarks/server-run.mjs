// `npm run bench -- server-run`: a chain of 100 steps that a server records, beside the same chain on a
// SQLite store of its own: what the server costs, a step. Both in rounds one after the other.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { BIN, makeProject, median, print, timeNode } from "./support.mjs";

const STEPS = 100;
const ROUNDS = 7;

const PIPELINE = `
import { pipeline, step } from "zenml";
const next = step("next", { enable_cache: false }, ({ at }: { at: number }) => at + 1);
export const chain = pipeline("chain", () => {
  let at = next({ at: 0 });
  for (let i = 1; i < ${STEPS}; i++) at = next({ at });
  return at;
});
`;

const project = makeProject({ "chain.ts": PIPELINE });
const { folder } = project;
const env = { ...project.env, ZENML_SERVER_ADMIN_PASSWORD: "Bench-1234567890" };

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** @param {number} port */
async function startServer(port) {
  const serverEnv = { ...env, ZENML_SERVER_STORE_URL: `sqlite:///${join(folder, "served.db")}` };
  const child = spawn(process.execPath, [BIN, "server", "start", "--port", String(port)], {
    cwd: folder,
    env: serverEnv,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await new Promise((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      if (text.includes('"event":"listening"')) resolve(undefined);
    });
  });
  return child;
}

/** @param {string} url */
async function logIn(url) {
  const body = JSON.stringify({ name: "default", password: env.ZENML_SERVER_ADMIN_PASSWORD });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${url}/api/v2/login`, { method: "POST", headers, body });
  const { token } = /** @type {{ token: string }} */ (await answer.json());
  return token;
}

/**
 * How long the run itself took, as it tells.
 * @param {NodeJS.ProcessEnv} where
 */
async function runTime(where) {
  const args = [BIN, "run", "chain.ts", "--in-process", "-o", "json"];
  const { stdout, stderr, code } = await timeNode(args, { cwd: folder, env: { ...env, ...where } });
  if (code !== 0) throw new Error(stderr);
  const { started, ended } = JSON.parse(stdout);
  return Date.parse(ended) - Date.parse(started);
}

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const server = await startServer(port);
try {
  const served = { ZENML_STORE_URL: url, ZENML_API_TOKEN: await logIn(url) };
  const own = { ZENML_STORE_URL: `sqlite:///${join(folder, "own.db")}` };
  const beside = /** @type {number[]} */ ([]);
  const alone = /** @type {number[]} */ ([]);
  const more = /** @type {number[]} */ ([]);
  for (let round = 0; round < ROUNDS; round += 1) {
    const local = await runTime(own);
    const remote = await runTime(served);
    alone.push(local);
    beside.push(remote);
    more.push((remote - local) / STEPS);
  }
  print(`${STEPS} steps on a SQLite store`, `${median(alone).toFixed(0)} ms`, "-");
  print(`${STEPS} steps through the server`, `${median(beside).toFixed(0)} ms`, "-");
  print("a step, on top", `${median(more).toFixed(2)} ms`, "<= 3 ms");
} finally {
  server.kill();
  project.remove();
}
