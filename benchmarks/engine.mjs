// What the engine costs: a chain of 100 trivial steps recorded in full, the same chain from the cache,
// 1,000 independent steps, 8 steps of one second of CPU each. The least of the rounds counts for figures
// of one process: what else the machine does can only add to them.
import { execFileSync } from "node:child_process";
import { BIN, interleave, makeProject, median, print, timeNode } from "./support.mjs";

const ROUNDS = Number(process.argv[2] ?? 5);

const CHAIN = `
import { pipeline, step } from "zenml";
const first = step("first", () => 0);
const next = step("next", ({ value }: { value: number }) => value + 1);
export const chain = pipeline("chain", () => {
  let value = first();
  for (let count = 1; count < 100; count += 1) value = next({ value });
  return value;
});
`;

const WIDE = `
import { pipeline, step } from "zenml";
import * as z from "zod/mini";
const item = step("item", { params: z.object({ n: z.number() }) }, (_, { params }) => params.n * 2);
export const wide = pipeline("wide", () => {
  for (let n = 0; n < 1000; n += 1) item({}, { params: { n } });
});
`;

const CPU = `
import { pipeline, step } from "zenml";
import * as z from "zod/mini";
import { burnFor } from "./burn.mjs";
const burn = step("burn", { params: z.object({ n: z.number() }) }, (_, { params }) =>
  burnFor(Number(process.env["BURN"]), params.n));
export const cpu = pipeline("cpu", () => {
  for (let n = 0; n < 8; n += 1) burn({}, { params: { n } });
});
`;

const BURN = `
export function burnFor(count, sum) {
  for (let k = 0; k < count; k += 1) sum = (sum * 31 + k) % 1_000_003;
  return sum;
}
`;

// How many rounds take one second on this machine.
const CALIBRATE = `
import { burnFor } from "./burn.mjs";
burnFor(20_000_000, 1);
const begin = performance.now();
burnFor(100_000_000, 1);
console.log(Math.round((100_000_000 * 1000) / (performance.now() - begin)));
`;

// Runs from code, in one process: no start-up in the figures. Milliseconds a step.
const IN_PROCESS = `
import { chain } from "./chain.mjs";
import { wide } from "./wide.mjs";
const quiet = { onEvent: () => {} };
const runs = {
  chain: [100, () => chain.run({ ...quiet, enable_cache: false })],
  cached: [100, () => chain.run(quiet)],
  wide: [1000, () => wide.run({ ...quiet, enable_cache: false })],
};
const least = {};
const note = (name, value) => (least[name] = Math.min(least[name] ?? Infinity, value));
await chain.run({ ...quiet, enable_cache: false });
for (let round = 0; round < Number(process.argv[2]); round += 1) {
  for (const [name, [steps, run]] of Object.entries(runs)) {
    const cpu = process.cpuUsage();
    const begin = performance.now();
    await run();
    note(name + "_wall", (performance.now() - begin) / steps);
    const used = process.cpuUsage(cpu);
    note(name + "_cpu", (used.user + used.system) / 1000 / steps);
  }
}
console.log(JSON.stringify(least));
`;

const BARE_SQLITE = `
const { DatabaseSync } = require("zenml-sqlite");
const database = new DatabaseSync("bare.db");
database.exec("pragma journal_mode = wal; create table if not exists t (x)");
database.close();
`;

const plain = (/** @type {string} */ text) => text.replace(": { value: number }", "");
const project = makeProject({
  "chain.ts": CHAIN,
  "wide.ts": WIDE,
  "cpu.ts": CPU,
  "burn.mjs": BURN,
  "calibrate.mjs": CALIBRATE,
  "chain.mjs": plain(CHAIN),
  "wide.mjs": WIDE,
  "in-process.mjs": IN_PROCESS,
  "bare.cjs": BARE_SQLITE.replace("zenml-sqlite", sqlitePath()),
});
const options = { cwd: project.folder, env: project.env };

function sqlitePath() {
  return new URL("../node_modules/@photostructure/sqlite", import.meta.url).pathname;
}

/** @param {readonly string[]} args @param {NodeJS.ProcessEnv} more */
const zenml = (args, more = {}) =>
  timeNode([BIN, ...args], { cwd: project.folder, env: { ...project.env, ...more } });

async function inProcess() {
  for (const [label, url] of [
    ["NORMAL", `sqlite:///${project.folder}/normal.db`],
    ["FULL", `sqlite:///${project.folder}/full.db?synchronous=full`],
  ]) {
    const env = { ...project.env, ZENML_STORE_URL: url };
    const { stdout } = await timeNode(["in-process.mjs", String(ROUNDS * 3)], { ...options, env });
    const least = JSON.parse(stdout);
    const isDefault = label === "NORMAL";
    /** @param {string} what @param {string} name @param {string} target */
    const tell = (what, name, target) =>
      print(`${what} (${label})`, `${least[name].toFixed(3)} ms`, target);
    tell("chain of 100, a step, CPU", "chain_cpu", "<= 0.7 ms");
    tell("chain of 100, a step, wall", "chain_wall", isDefault ? "<= 0.6 ms" : "-");
    tell("chain of 100 cached, a step, CPU", "cached_cpu", "<= 0.2 ms");
    tell("chain of 100 cached, a step, wall", "cached_wall", isDefault ? "<= 0.2 ms" : "-");
    tell("1,000 independent, a step, CPU", "wide_cpu", "<= 0.3 ms");
    tell("1,000 independent, a step, wall", "wide_wall", "<= 0.3 ms");
  }
}

async function syncs() {
  try {
    execFileSync("strace", ["-V"], { stdio: "ignore" });
  } catch {
    print("disk syncs a step at FULL", "strace is missing", "<= 2");
    return;
  }
  const env = {
    ...project.env,
    ZENML_STORE_URL: `sqlite:///${project.folder}/syncs.db?synchronous=full`,
  };
  const args = [
    "-f",
    "-e",
    "trace=fsync,fdatasync",
    "-o",
    "syncs.txt",
    process.execPath,
    BIN,
    "run",
    "chain.ts",
    "--no-cache",
    "-q",
  ];
  execFileSync("strace", args, { cwd: project.folder, env, stdio: "ignore" });
  const { readFileSync } = await import("node:fs");
  const count =
    readFileSync(`${project.folder}/syncs.txt`, "utf8").match(/f(data)?sync\(/g)?.length ?? 0;
  print("disk syncs a step at FULL", (count / 100).toFixed(2), "<= 2");
}

async function cold() {
  const medians = await interleave(
    {
      bare: async () => (await timeNode(["bare.cjs"], options)).wall_ms,
      chain: async () => (await zenml(["run", "chain.ts", "--no-cache", "-q"])).wall_ms,
      first: async () => {
        const { rmSync } = await import("node:fs");
        rmSync(`${project.folder}/node_modules/.cache`, { recursive: true, force: true });
        return (await zenml(["run", "chain.ts", "--no-cache", "-q"])).wall_ms;
      },
    },
    ROUNDS * 2,
  );
  const { bare = 0, chain = 0, first = 0 } = medians;
  print("bare Node that opens SQLite", `${bare.toFixed(0)} ms`, "-");
  print(
    "cold process, 100 steps, file bundled before",
    `${(chain / bare).toFixed(2)} x (${chain.toFixed(0)} ms)`,
    "<= 6 x",
  );
  print(
    "cold process, 100 steps, file bundled anew",
    `${(first / bare).toFixed(2)} x (${first.toFixed(0)} ms)`,
    "<= 6 x",
  );
}

/** From the command line, on worker threads, start-up and all; beside it what a start costs. */
async function wide() {
  const rounds = ROUNDS * 2;
  const run = await leastOf(["run", "wide.ts", "--no-cache", "-q"], rounds);
  const start = await leastOf(["run", "chain.ts", "-q"], rounds);
  const print1000 = (/** @type {string} */ what, /** @type {number} */ ms) =>
    print(`1,000 independent steps, a step, ${what}`, `${(ms / 1000).toFixed(3)} ms`, "-");
  print1000("whole process, wall", run.wall_ms);
  print1000("whole process, CPU", run.cpu_ms);
  print1000("less a start, wall", run.wall_ms - start.wall_ms);
  print1000("less a start, CPU", run.cpu_ms - start.cpu_ms);
  print("1,000 independent steps, peak memory", `${run.peak_mib.toFixed(0)} MiB`, "< 120 MiB");
}

/**
 * The least time, the highest peak.
 * @param {readonly string[]} args
 * @param {number} rounds
 */
async function leastOf(args, rounds) {
  const least = {
    wall_ms: Number.POSITIVE_INFINITY,
    cpu_ms: Number.POSITIVE_INFINITY,
    peak_mib: 0,
  };
  for (let round = 0; round < rounds; round += 1) {
    const { stderr } = await timeNode(["--eval", WATCH, BIN, ...args], options);
    const found = JSON.parse(stderr.trim().split("\n").at(-1) ?? "{}");
    least.wall_ms = Math.min(least.wall_ms, found.wall_ms);
    least.cpu_ms = Math.min(least.cpu_ms, found.cpu_ms);
    least.peak_mib = Math.max(least.peak_mib, found.peak_mib);
  }
  return least;
}

// Runs a command in this very process and reports its own peak when it ends.
const WATCH = `
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const peak_mib = maxRSS / 1024;
  const cpu_ms = (userCPUTime + systemCPUTime) / 1000;
  process.stderr.write(JSON.stringify({ wall_ms: performance.now(), cpu_ms, peak_mib }) + "\\n");
});
require(process.argv[1]);
`;

async function cpu() {
  const walls = [];
  for (let round = 0; round < Math.min(ROUNDS, 3); round += 1) {
    const { stdout } = await timeNode(["calibrate.mjs"], options);
    walls.push(
      (await zenml(["run", "cpu.ts", "--no-cache", "-q"], { BURN: stdout.trim() })).wall_ms,
    );
  }
  print(
    "8 steps of 1 s CPU, to the ideal 4 s",
    `${(median(walls) / 4000).toFixed(2)} x`,
    "<= 1.1 x",
  );
}

try {
  await zenml(["stack", "list"]);
  await inProcess();
  await syncs();
  await cold();
  await wide();
  await cpu();
} finally {
  project.remove();
}
