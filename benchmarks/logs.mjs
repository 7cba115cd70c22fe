// What logging costs: steps print lines for some seconds, against a program that prints the same lines into
// a file. Only what lines cost counts: CPU of the whole process while they are printed, less that of the same
// time without them, once all code is warm.
import { appendFileSync, closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { BIN, makeProject, median, print, timeNode } from "./support.mjs";

const ROUNDS = Number(process.argv[2] ?? 3);
/** A thread has half of the lines: its code takes that long to be compiled for good. */
const WARM_MS = 12_000;
const SECONDS = 6;
const STEPS = 8;
/** Each in a process of its own, as many as there are at once. */
const PROCESSES = 2;

const pipelineOf = (/** @type {string} */ isolation, steps = STEPS) => `
import { pipeline, step } from "zenml";
import * as z from "zod/mini";
import { measure, talk } from "./talk.mjs";
const talking = step("talking", { params: z.object({ n: z.number() }), isolation: "${isolation}" }, async (_, { params }) => {
  const isApart = process.send !== undefined;
  await Promise.all([talk(params.n, ${steps}), isApart ? measure() : undefined]);
});
const meter = step("meter", { isolation: "in_process" }, () => measure());
export const all = pipeline("all", () => {
  meter();
  for (let n = 0; n < ${steps}; n += 1) talking({}, { params: { n } });
});
`;

// Ten bursts a second, as programs print: some lines, then work.
const TALK = `
import { appendFileSync } from "node:fs";
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export async function talk(n, steps) {
  const lines = Number(process.env["RATE"]) / steps / 10;
  const begin = performance.now();
  for (let burst = 0; burst < ${(WARM_MS / 1000 + SECONDS + 1) * 10}; burst += 1) {
    await sleep(Math.max(0, begin + burst * 100 + n * 7 - performance.now()));
    for (let line = 0; line < lines; line += 1) console.log("step " + n + ", batch " + line + ", loss 0.123456789");
  }
}
export async function measure() {
  await sleep(${WARM_MS});
  const before = process.cpuUsage();
  await sleep(${SECONDS * 1000});
  const { user, system } = process.cpuUsage(before);
  appendFileSync("cpu.txt", (user + system) + "\\n");
}
`;

const BARE = `
import { measure, talk } from "./talk.mjs";
await Promise.all([measure(), ...Array.from({ length: ${STEPS} }, (_, n) => talk(n, ${STEPS}))]);
`;

const project = makeProject({
  "talk.mjs": TALK,
  "bare.mjs": BARE,
  "in_process.ts": pipelineOf("in_process"),
  "thread.ts": pipelineOf("thread"),
  "process.ts": pipelineOf("process", PROCESSES),
});
const CPU = join(project.folder, "cpu.txt");

/**
 * Share of a core, of all processes that measured themselves.
 * @param {readonly string[]} args of node
 * @param {number} rate lines a second
 */
async function shareOf(args, rate) {
  rmSync(CPU, { force: true });
  const file = openSync(join(project.folder, "printed.txt"), "w");
  const env = { ...project.env, RATE: String(rate) };
  const child = spawn(process.execPath, args, {
    cwd: project.folder,
    env,
    stdio: ["ignore", file, "inherit"],
  });
  const [code] = await once(child, "close");
  closeSync(file);
  if (code !== 0) throw new Error(`node ${args.join(" ")} exited with ${code}`);
  const used = readFileSync(CPU, "utf8").trim().split("\n").map(Number);
  return (used.reduce((sum, one) => sum + one, 0) / (SECONDS * 1_000_000)) * 100;
}

/** What lines cost, in percent of a core. @param {readonly string[]} args @param {number} rate */
async function costOf(args, rate) {
  const costs = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const silent = await shareOf(args, 0);
    costs.push((await shareOf(args, rate)) - silent);
  }
  return median(costs);
}

try {
  appendFileSync(CPU, "");
  await timeNode([BIN, "stack", "list"], { cwd: project.folder, env: project.env });
  for (const rate of [1000, 8000]) {
    const label = `${rate.toLocaleString("en")} lines/s of ${STEPS} steps`;
    const bare = await costOf(["bare.mjs"], rate);
    print(`${label}: printed into a file, of a core`, `${bare.toFixed(2)} %`, "-");
    for (const isolation of ["in_process", "thread", "process"]) {
      const cost = await costOf([BIN, "run", `${isolation}.ts`, "--no-cache", "-q"], rate);
      const target = rate === 1000 ? "< 1 %" : "-";
      print(`${label}: ${isolation}, more than that`, `${(cost - bare).toFixed(2)} %`, target);
    }
  }
} finally {
  project.remove();
}
