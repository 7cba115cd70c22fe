// What it takes to say why a step was executed or served from the cache: of a run of 1,000 steps, half
// of them executed anew; in a process that has the store open, and from the command line.
import { BIN, makeProject, median, print, timeNode } from "./support.mjs";

const ROUNDS = Number(process.argv[2] ?? 9);

const WIDE = `
import { pipeline, step } from "zenml";
import * as z from "zod/mini";
const item = step("item", { params: z.object({ n: z.number() }) }, (_, { params }) => params.n * 2);
export const wide = pipeline("wide", { params: z.object({ from: z.number() }) }, ({ params }) => {
  for (let n = 0; n < 1000; n += 1) item({}, { params: { n: params.from + n } });
});
`;

// Prints milliseconds: of one step that was executed, of one that was cached, of whole runs.
const IN_PROCESS = `
import { Client } from "zenml";
const client = await Client.open();
const run = await client.getRun("two");
const time = async (work) => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};
const steps = await run.steps();
const executed = steps.filter(({ isCached }) => !isCached);
const cached = steps.filter(({ isCached }) => isCached);
if (executed.length !== 500 || cached.length !== 500) throw new Error("not half of them");
const reason = await executed[7].why();
if (reason.differences[0]?.name !== "n") throw new Error(JSON.stringify(reason));
console.log(JSON.stringify({
  one: await time(() => executed[100].why()),
  served: await time(() => cached[100].why()),
  all: await time(() => run.why()),
  cached: await time(() => client.getRun("three").then((again) => again.why())),
}));
await client.close();
`;

const project = makeProject({ "wide.ts": WIDE, "why.mjs": IN_PROCESS });
const options = { cwd: project.folder, env: project.env };
/** @param {readonly string[]} args */
const zenml = (args) => timeNode([BIN, ...args], options);

try {
  await zenml(["run", "wide.ts", "--param", "from=0", "--name", "one", "-q"]);
  await zenml(["run", "wide.ts", "--param", "from=500", "--name", "two", "-q"]);
  await zenml(["run", "wide.ts", "--param", "from=500", "--name", "three", "-q"]);
  /** @type {{ one: number, served: number, all: number, cached: number, command: number }[]} */
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { stdout } = await timeNode(["why.mjs"], options);
    const { wall_ms } = await zenml(["step", "why", "two", "item_900"]);
    rounds.push({ ...JSON.parse(stdout), command: wall_ms });
  }
  /** @param {"one" | "served" | "all" | "cached" | "command"} name */
  const of = (name) => `${median(rounds.map((round) => round[name])).toFixed(1)} ms`;
  print("why, one executed step of 1,000", of("one"), "< 100 ms");
  print("why, one cached step of 1,000", of("served"), "< 100 ms");
  print("why, command line, start-up and all", of("command"), "-");
  print("why, all of 1,000 steps, all cached", of("cached"), "< 100 ms");
  print("why, all of 1,000 steps, half executed", of("all"), "-");
} finally {
  project.remove();
}
