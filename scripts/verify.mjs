// `npm run verify`: everything that must hold before a change goes in, a line for each check.
// `--skip NAME,NAME` leaves out what ran elsewhere.
import "./require-node.mjs";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build, messageOf } from "./build.mjs";
import { installMissing } from "./install.mjs";
import { ROOT } from "./paths.mjs";
import { start } from "./processes.mjs";
import { report, sentence, sum } from "./totals.mjs";
import { runVitest } from "./vitest.mjs";

/** @typedef {{ totals: import("./totals.mjs").Totals, output: string }} Result */

/** @type {readonly (readonly [string, () => Promise<Result>])[]} */
const CHECKS = [
  ["format", () => tool("prettier/bin/prettier.cjs", "--check", ".")],
  ["lint", () => tool("oxlint/bin/oxlint", "-c", "oxlint.config.mjs", "--type-aware", "--quiet")],
  ["types", () => types()],
  ["unit", () => tests("unit")],
  ["contract", () => tests("contract")],
  ["type tests", () => tests("types")],
  ["architecture", () => tests("architecture")],
  ["budgets", () => tests("budget")],
  ["exports", () => tests("exports")],
];

/**
 * @param {string} script below node_modules
 * @param {readonly string[]} args
 * @returns {Promise<Result>}
 */
async function tool(script, ...args) {
  const path = join(ROOT, "node_modules", script);
  const { code, output } = await start(process.execPath, [path, ...args], { capture: true });
  const isPassed = code === 0;
  return { totals: { passed: Number(isPassed), failed: Number(!isPassed), skipped: 0 }, output };
}

/** The package, and each example as its reader's editor sees it. */
async function types() {
  const examples = readdirSync(join(ROOT, "examples"), { recursive: false, encoding: "utf8" });
  const projects = [".", ...examples.map((name) => join("examples", name))];
  /** @type {Result[]} */
  const results = [];
  for (const project of projects) {
    results.push(await tool("typescript/bin/tsc", "--noEmit", "-p", project));
  }
  return {
    totals: sum(results.map(({ totals }) => totals)),
    output: results.map(({ output }) => output).join(""),
  };
}

/** @param {string} project */
function tests(project) {
  return runVitest(["--project", project], { capture: true });
}

async function verify() {
  const skip = process.argv.includes("--skip") ? process.argv.at(-1)?.split(",") : [];
  await installMissing();
  await build();
  const all = [];
  for (const [name, check] of CHECKS.filter(([name]) => skip?.includes(name) !== true)) {
    const begin = performance.now();
    const { totals, output } = await check();
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const mark = totals.failed === 0 ? "ok  " : "FAIL";
    console.log(`${mark} ${name.padEnd(14)} ${seconds.padStart(6)} s   ${sentence(totals)}`);
    if (totals.failed > 0) console.log(output.trimEnd());
    all.push(totals);
  }
  return sum(all);
}

try {
  report("verify", await verify());
} catch (error) {
  console.error(messageOf(error));
  report("verify", { passed: 0, failed: 1, skipped: 0 });
}
