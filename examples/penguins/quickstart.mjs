// What `npm run quickstart` runs: the pipeline twice, and what the record says about both runs.
// Every figure that is printed is read from the record.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** @import { Client } from "zenml" */
/** @import { Evaluation } from "./forest.js" */
/** @typedef {Awaited<ReturnType<Client["getRun"]>>} RunView */

const HERE = dirname(fileURLToPath(import.meta.url));
const ZENML = join(HERE, "../../bin/zenml.cjs");
const INTERRUPTED = 130;

// Ctrl-C reaches the run as well, which ends as cancelled; its exit code becomes ours.
process.on("SIGINT", () => {});
process.chdir(HERE);
process.exitCode = await quickstart(process.argv.slice(2));

/**
 * @param {readonly string[]} args for both runs, as `zenml run` takes them
 * @returns {Promise<number>} exit code
 */
async function quickstart(args) {
  heading("Random forests on 344 penguins");
  const first = await runPipeline(args);
  if (first.code !== 0) return first.code;
  heading("The same again");
  const second = await runPipeline(args.filter((arg) => arg !== "--no-cache"));
  if (second.code !== 0) return second.code;
  const { Client } = await import("zenml");
  const client = await Client.open();
  try {
    const run = await client.getRun(first.id);
    const again = await client.getRun(second.id);
    heading("What was recorded");
    await printResult(run);
    const isCached = await printSavings(run, again);
    printNext(run, again);
    return isCached ? 0 : 1;
  } finally {
    await client.close();
  }
}

/** @param {readonly string[]} args */
async function runPipeline(args) {
  const { code, output } = await zenml("run", "pipeline.ts", "-o", "json", ...args);
  return { code, id: code === 0 ? String(JSON.parse(output).id) : "" };
}

/**
 * Runs one command: progress and errors go to the terminal as they come, the answer comes back.
 * @param {...string} args
 */
async function zenml(...args) {
  const child = spawn(process.execPath, [ZENML, ...args], {
    stdio: ["inherit", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return { code: code === null ? INTERRUPTED : Number(code), output };
}

/** @param {RunView} run */
async function printResult(run) {
  const evaluation = await (await run.step("evaluate")).output("evaluation");
  const { accuracy, correct, total, trees } = /** @type {Evaluation} */ (await evaluation.read());
  const report = await (await run.step("report")).output("report");
  const copy = join(HERE, "report.html");
  await writeFile(copy, String(await report.read()));
  const { output } = await zenml("status", "-o", "json", "--quiet");
  print(
    "Accuracy",
    `${(accuracy * 100).toFixed(1)} % of the held-out rows (${correct} of ${total})`,
  );
  print("Forest", `${trees} trees, the best in cross-validation`);
  print("Report", copy);
  print("  stored at", String((await report.localPath()) ?? `artifact ${report.id}`));
  print("Record", readable(JSON.parse(output).store_url.value));
}

/**
 * @param {RunView} run
 * @param {RunView} again
 * @returns {Promise<boolean>} whether every step of the second run came from the cache
 */
async function printSavings(run, again) {
  const steps = await again.steps();
  const executed = steps.filter((step) => !step.isCached).map((step) => step.name);
  const cached = `${steps.length - executed.length} of ${steps.length} steps`;
  print("Cache", `${cached} of the second run came from it`);
  if (executed.length > 0) print("Executed", executed.join(", "));
  const [before, after] = [elapsed(run), elapsed(again)];
  const times = `${seconds(before)} the first time, ${seconds(after)} the second`;
  if ((await run.steps()).some((step) => !step.isCached)) {
    print("Time", `${times}: ${seconds(before - after)} saved`);
  } else {
    print("Time", `${times}: both were cached`);
    print("", "'npm run quickstart -- --no-cache' trains again");
  }
  return executed.length === 0;
}

/**
 * @param {RunView} run
 * @param {RunView} again
 */
function printNext(run, again) {
  heading("Next");
  console.log(`  npx zenml run describe ${run.name}`);
  console.log(`  npx zenml artifact open ${run.name}/report`);
  console.log(`  npx zenml step why ${again.name}/compare`);
  console.log();
}

/** @param {string} url where the store is; of a file its path */
function readable(url) {
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}

/** @param {RunView} run */
function elapsed({ entity: { started, ended } }) {
  return Date.parse(ended ?? "") - Date.parse(started ?? "");
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/**
 * @param {string} label
 * @param {string} fact
 */
function print(label, fact) {
  console.log(`  ${label.padEnd(12)}${fact}`);
}

/** @param {string} words */
function heading(words) {
  const isColored = process.stdout.isTTY && !process.env["NO_COLOR"];
  console.log(isColored ? `\n\u001b[1m${words}\u001b[0m\n` : `\n${words}\n`);
}
