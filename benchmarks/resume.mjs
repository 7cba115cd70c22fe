// `npm run bench -- resume`: a map over 10,000 items whose process dies at 90 %. How long after it is resumed
// the first new item begins, beyond what loading the code takes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BIN, makeProject, median, print, timeNode } from "./support.mjs";

const ITEMS = 10_000;
const ROUNDS = 5;

const PIPELINE = `
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { pipeline, step } from "zenml";
const items = step("items", () => Array.from({ length: ${ITEMS} }, (_, index) => index));
const score = step("score", ({ item }: { item: number }) => {
  if (!existsSync("again") && item === ${ITEMS * 0.9}) process.kill(process.pid, "SIGKILL");
  if (existsSync("again") && !existsSync("first")) {
    writeFileSync("first", String(Date.now()));
    process.kill(process.pid, "SIGKILL");
  }
  return item * 2;
});
export const big = pipeline("big", () => score.map({ item: items() }));
`;

const project = makeProject({ "big.ts": PIPELINE });
const { folder, env } = project;

/** @param {readonly string[]} args of zenml; the process is killed by itself */
async function killed(...args) {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, env, stdio: "ignore" });
  await once(child, "close");
}

/** Milliseconds from the start of the command to the first new item. */
async function firstItem() {
  rmSync(join(folder, "first"), { force: true });
  const begin = Date.now();
  await killed("run", "resume", "one", "--in-process");
  return Number(readFileSync(join(folder, "first"), "utf8")) - begin;
}

try {
  await killed("run", "big.ts", "--name", "one", "--in-process");
  await timeNode([BIN, "pipeline", "compile", "big.ts"], { cwd: folder, env });
  writeFileSync(join(folder, "again"), "");
  /** @type {number[]} */
  const loads = [];
  /** @type {number[]} */
  const firsts = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const load = await timeNode([BIN, "pipeline", "compile", "big.ts"], { cwd: folder, env });
    loads.push(load.wall_ms);
    firsts.push(await firstItem());
  }
  const beyond = median(firsts.map((first, round) => first - (loads[round] ?? 0)));
  print("loading the code", `${median(loads).toFixed(0)} ms`, "-");
  print("first new item after `run resume`", `${median(firsts).toFixed(0)} ms`, "-");
  print("beyond loading the code", `${beyond.toFixed(0)} ms`, "< 500 ms");
} finally {
  project.remove();
}
