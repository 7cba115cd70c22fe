// `npm run services -- start|stop|status`: real databases for the tests, on free ports of this machine, with
// their data in a temporary folder. `start` prints the lines that tell tests where they are:
// `eval "$(npm run -s services -- start)"`.
import "./require-node.mjs";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { installMissing } from "./install.mjs";
import { ROOT, isMain } from "./paths.mjs";
import { MARIADB } from "./services-mariadb.mjs";
import { POSTGRES } from "./services-postgres.mjs";
import { isRunning, makeFolder, startServer, stopServer } from "./services-process.mjs";

/** @typedef {import("./services-process.mjs").Running} Running */

/** Each with the variable that tells tests where it is. */
const SERVICES = [POSTGRES, MARIADB];
/** What `start` has started, for `stop`. */
const STATE = join(ROOT, "node_modules/.cache/zenml/services.json");

/**
 * @typedef {object} Started
 * @property {readonly Running[]} running
 * @property {readonly string[]} missing why a service could not be started
 */

/**
 * Starts what the environment does not name already, all at once.
 * @param {{ isDetached?: boolean, env?: NodeJS.ProcessEnv }} [options] detached: they outlive this process
 * @returns {Promise<Started>}
 */
export async function startServices({ isDetached = false, env = process.env } = {}) {
  const wanted = SERVICES.filter(({ variable }) => !env[variable]);
  /** @type {Running[]} */
  const running = [];
  /** @type {string[]} */
  const missing = [];
  await Promise.all(
    wanted.map(async (service) => {
      try {
        running.push(await startServer(service, { folder: makeFolder(service.name), isDetached }));
      } catch (error) {
        missing.push(`${service.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
  return { running, missing };
}

/** @param {readonly Running[]} running */
export async function stopServices(running) {
  await Promise.all(running.map((one) => stopServer(one)));
}

/** @returns {readonly Running[]} */
function readState() {
  return existsSync(STATE) ? JSON.parse(readFileSync(STATE, "utf8")) : [];
}

async function start() {
  const before = readState().filter((one) => isRunning(one));
  const known = Object.fromEntries(before.map(({ variable, url }) => [variable, url]));
  const { running, missing } = await startServices({
    isDetached: true,
    env: { ...process.env, ...known },
  });
  const all = [...before, ...running];
  mkdirSync(dirname(STATE), { recursive: true });
  writeFileSync(STATE, JSON.stringify(all), { mode: 0o600 });
  for (const { variable, url } of all) console.log(`export ${variable}='${url}'`);
  for (const reason of missing) console.error(`not started: ${reason}`);
}

async function stop() {
  const running = readState();
  await stopServices(running);
  rmSync(STATE, { force: true });
  for (const { name, pid } of running) console.error(`stopped ${name} (process ${pid})`);
  if (running.length === 0) console.error("nothing was started here");
}

async function status() {
  const known = readState();
  for (const one of known) {
    console.log(
      `${one.name}: ${isRunning(one) ? "runs" : "has ended"}, ${one.variable}, ${one.folder}`,
    );
  }
  if (known.length === 0) console.log("nothing was started here");
}

const COMMANDS = { start, stop, status };

if (isMain(import.meta.url)) {
  const asked = process.argv[2] ?? "";
  const command = Object.entries(COMMANDS).find(([name]) => name === asked)?.[1];
  if (command === undefined) {
    console.error(`npm run services -- ${Object.keys(COMMANDS).join("|")}`);
    process.exitCode = 2;
  } else {
    await installMissing();
    await command();
  }
}
