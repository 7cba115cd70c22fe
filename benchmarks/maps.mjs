// Maps over 1,000 and 10,000 items with a row for each: wall and CPU time an item, peak memory; the
// resume of a run that died at 90 % of 10,000; why a step of 1,000 was served from the cache.
import { BIN, makeProject, median, print, timeNode } from "./support.mjs";

const ROUNDS = Number(process.argv[2] ?? 3);

const MAPS = `
import { pipeline, step } from "zenml";
import * as z from "zod/mini";
const numbers = step("numbers", { params: z.object({ length: z.number() }) }, (_, { params }) =>
  Array.from({ length: params.length }, (_none, index) => index));
const double = step("double", ({ n }: { n: number }) => {
  if (n === Number(process.env["DIE_AT"])) process.kill(process.pid, "SIGKILL");
  if (n === Number(process.env["DIE_AT"] ?? process.env["TOLD_FROM"])) console.log("FIRST " + Date.now());
  return n * 2;
});
const total = step("total", ({ values }: { values: number[] }) => values.reduce((a, b) => a + b, 0));
const map = (length: number) =>
  pipeline("map " + length, () =>
    total({ values: double.map({ n: numbers({}, { params: { length } }) }) }));
export const thousand = map(1000);
export const tenThousand = map(10_000);
`;

// Milliseconds an item, as the engine takes them in one process.
const IN_PROCESS = `
import { tenThousand, thousand } from "./maps.mjs";
const least = {};
const note = (name, value) => (least[name] = Math.min(least[name] ?? Infinity, value));
const quiet = { onEvent: () => {} };
const sizes = { thousand: [thousand, 1000], ten_thousand: [tenThousand, 10_000] };
await thousand.run({ ...quiet, enable_cache: false });
for (let round = 0; round < Number(process.argv[2]); round += 1) {
  for (const [name, [map, items]] of Object.entries(sizes)) {
    for (const [how, enable_cache] of [["executed", false], ["cached", true]]) {
      const cpu = process.cpuUsage();
      const begin = performance.now();
      await map.run({ ...quiet, enable_cache });
      note(name + "_" + how + "_wall", (performance.now() - begin) / items);
      const used = process.cpuUsage(cpu);
      note(name + "_" + how + "_cpu", (used.user + used.system) / 1000 / items);
    }
  }
}
console.log(JSON.stringify(least));
`;

const plain = MAPS.replace(": { n: number }", "")
  .replace(": { values: number[] }", "")
  .replace("(length: number)", "(length)");
const project = makeProject({ "maps.ts": MAPS, "maps.mjs": plain, "in-process.mjs": IN_PROCESS });
const options = { cwd: project.folder, env: project.env };

async function items() {
  const { stdout, stderr } = await timeNode(["in-process.mjs", String(ROUNDS)], options);
  if (stdout === "") throw new Error(stderr);
  const least = JSON.parse(stdout);
  for (const [name, label] of [
    ["thousand", "map of 1,000"],
    ["ten_thousand", "map of 10,000"],
  ]) {
    for (const how of ["executed", "cached"]) {
      const target = how === "executed" ? "<= 0.25 ms" : "-";
      print(`${label}, ${how}, an item, CPU`, `${least[`${name}_${how}_cpu`].toFixed(3)} ms`, "-");
      print(
        `${label}, ${how}, an item, wall`,
        `${least[`${name}_${how}_wall`].toFixed(3)} ms`,
        target,
      );
    }
  }
}

// Runs a command in this very process and reports its own peak when it ends.
const WATCH = `
process.on("exit", () => {
  process.stderr.write("PEAK " + process.resourceUsage().maxRSS / 1024 + "\\n");
});
require(process.argv[1]);
`;

/** @param {readonly string[]} args */
async function peakOf(args) {
  const { stderr } = await timeNode(["--eval", WATCH, BIN, ...args], options);
  return Number(/PEAK ([\d.]+)/.exec(stderr)?.[1]);
}

async function memory() {
  for (const name of ["thousand", "tenThousand"]) {
    const peak = await peakOf(["run", `maps.ts:${name}`, "--no-cache", "--quiet"]);
    print(`zenml run of ${name}, peak memory`, `${peak.toFixed(0)} MiB`, "<= 120 MiB");
  }
}

async function resume() {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const name = `died-${round}`;
    const died = { ...project.env, DIE_AT: "9000" };
    const run = ["run", "maps.ts:tenThousand", "--no-cache", "--name", name, "--in-process"];
    await timeNode([BIN, ...run], { ...options, env: died }).catch(() => undefined);
    const told = { ...project.env, TOLD_FROM: "9000" };
    const small = ["run", "maps.ts:thousand", "--no-cache", "--in-process"];
    const begin = Date.now();
    const { stderr } = await timeNode([BIN, "run", "resume", name, "--in-process"], {
      ...options,
      env: told,
    });
    const first = Number(/FIRST (\d+)/.exec(stderr)?.[1]) - begin;
    const loadBegin = Date.now();
    const loaded = await timeNode([BIN, ...small], {
      ...options,
      env: { ...project.env, TOLD_FROM: "0" },
    });
    const load = Number(/FIRST (\d+)/.exec(loaded.stderr)?.[1]) - loadBegin;
    times.push(first - load);
  }
  print(
    "resume at 9,000 of 10,000: first new item, less loading",
    `${median(times).toFixed(0)} ms`,
    "< 500 ms",
  );
}

async function why() {
  await timeNode([BIN, "run", "maps.ts:thousand"], options);
  await timeNode([BIN, "run", "maps.ts:thousand", "--name", "again"], options);
  const times = [];
  for (let round = 0; round < ROUNDS * 3; round += 1) {
    const { wall_ms, code, stderr } = await timeNode(
      [BIN, "step", "why", "again", "double[500]"],
      options,
    );
    if (code !== 0) throw new Error(stderr);
    times.push(wall_ms);
  }
  print(
    "step why on a run of 1,000 steps, whole process",
    `${median(times).toFixed(0)} ms`,
    "< 100 ms",
  );
}

try {
  await items();
  await memory();
  await resume();
  await why();
} finally {
  project.remove();
}
