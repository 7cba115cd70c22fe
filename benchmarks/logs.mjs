// What logging costs: steps print lines, against a program that prints the same lines into a file. Only what
// lines cost counts: CPU of all processes while they are printed, less that of times without them in between.
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { BIN, makeProject, median, print, timeNode } from "./support.mjs";

const ROUNDS = Number(process.argv[2] ?? 1);
/** Lines a second. */
const RATE = Number(process.argv[3] ?? 1000);
/** One place alone beside the file. */
const ONLY = process.argv[4];
const STEPS = 8;
/** Each in a process of its own, as many as there are at once. */
const PROCESSES = 2;
/** When all have started. */
const START_MS = 2000;
/** Many lines first, and time to compile what they were found to need. */
const WARM_MS = 9000;
const WARM_RATE = 8000;
const WARM_SHARE = 0.7;
/** Then silence and lines in turn, as long; what is gathered for a moment is written before the next silence. */
const TURNS = 10;
const TURN_MS = 1000;
const LINES_MS = 600;

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
const begin = Number(process.env["BEGIN"]);
const until = (time) => new Promise((resolve) => setTimeout(resolve, Math.max(0, begin + time - Date.now())));
const turn = ${2 * TURN_MS};
const rateAt = (time) => {
  if (time < ${WARM_MS * WARM_SHARE}) return ${WARM_RATE};
  const at = (time - ${WARM_MS}) % turn;
  return time >= ${WARM_MS} && at >= ${TURN_MS} && at < ${TURN_MS + LINES_MS} ? Number(process.env["RATE"]) : 0;
};
export async function talk(n, steps) {
  for (let burst = 0; burst < (${WARM_MS} + ${TURNS} * turn) / 100; burst += 1) {
    await until(burst * 100 + n * 7);
    const lines = rateAt(burst * 100) / steps / 10;
    for (let line = 0; line < lines; line += 1) console.log("step " + n + ", batch " + line + ", loss 0.123456789");
  }
}
export async function measure() {
  for (let count = 0; count < ${TURNS}; count += 1) {
    const used = [];
    for (const time of [0, ${TURN_MS}, turn]) {
      await until(${WARM_MS} + count * turn + time);
      const { user, system } = process.cpuUsage();
      used.push(user + system);
    }
    const [start, silent, end] = used;
    appendFileSync("cpu.txt", count + " " + (end - silent - (silent - start)) + "\\n");
  }
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
 * Share of a core that the lines of each turn took, of all processes that measured themselves.
 * @param {readonly string[]} args of node
 */
async function sharesOf(args) {
  rmSync(CPU, { force: true });
  const file = openSync(join(project.folder, "printed.txt"), "w");
  const env = { ...project.env, RATE: String(RATE), BEGIN: String(Date.now() + START_MS) };
  const child = spawn(process.execPath, args, {
    cwd: project.folder,
    env,
    stdio: ["ignore", file, "inherit"],
  });
  const [code] = await once(child, "close");
  closeSync(file);
  if (code !== 0) throw new Error(`node ${args.join(" ")} exited with ${code}`);
  const used = Array.from({ length: TURNS }, () => 0);
  for (const row of readFileSync(CPU, "utf8").trim().split("\n")) {
    const [turn = 0, microseconds = 0] = row.split(" ").map(Number);
    used[turn] = (used[turn] ?? 0) + microseconds;
  }
  return used.map((one) => one / LINES_MS / 10);
}

/** @type {Record<string, readonly string[]>} */
const CASES = { file: ["bare.mjs"] };
for (const isolation of ["in_process", "thread", "process"]) {
  CASES[isolation] = [BIN, "run", `${isolation}.ts`, "--no-cache", "-q"];
}

try {
  await timeNode([BIN, "stack", "list"], { cwd: project.folder, env: project.env });
  /** @type {Record<string, number[]>} */
  const shares = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, args] of Object.entries(CASES)) {
      if (ONLY !== undefined && name !== "file" && name !== ONLY) continue;
      (shares[name] ??= []).push(...(await sharesOf(args)));
    }
  }
  const label = `${RATE.toLocaleString("en")} lines/s of ${STEPS} steps`;
  const bare = median(shares["file"] ?? []);
  print(`${label}: printed into a file, of a core`, `${bare.toFixed(2)} %`, "-");
  for (const [name, all] of Object.entries(shares)) {
    if (name === "file") continue;
    const target = RATE === 1000 ? "< 1 %" : "-";
    print(`${label}: ${name}, more than that`, `${(median(all) - bare).toFixed(2)} %`, target);
  }
} finally {
  project.remove();
}
