// Kills runs at every point that they come by, goes on with them, and prints what came of it as a table of
// Markdown: `node scripts/crash-sweep.mjs [SHAPE …]`. Exits with 1 when a run did not end as it should.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { importTypeScript } from "./import-typescript.mjs";
import { ROOT } from "./paths.mjs";

/** @typedef {import("../tests/crash/crash.js").Crash} Crash */

function load() {
  return importTypeScript("crash-sweep", {
    contents: `export { CrashLab } from "./crash.js"; export { SHAPES } from "./shapes.js";`,
    resolveDir: join(ROOT, "tests/crash"),
  });
}

/**
 * @param {string} shape
 * @param {import("../tests/crash/crash.js").CrashLab} lab
 */
async function sweep(shape, lab) {
  const whole = await lab.uncrashed(shape);
  /** @type {Crash[]} */
  const crashes = [];
  let next = 1;
  const lane = async () => {
    while (next <= whole.labels.length) {
      const point = next++;
      const crash = await lab.crash(shape, point, whole);
      crashes.push(crash);
      for (const problem of crash.problems) {
        console.error(`${shape}, point ${point} (${String(crash.label)}): ${problem}`);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  console.error(`${shape}: ${whole.labels.length} points`);
  return crashes;
}

/** @param {readonly Crash[]} crashes */
function table(crashes) {
  const lines = [
    "| killed                                                 | shapes | points | seen as                        | ended as a run that was not killed |",
    "| ------------------------------------------------------ | ------ | ------ | ------------------------------ | ---------------------------------- |",
  ];
  const labels = new Set(crashes.map(({ label }) => label ?? "not: it ended before"));
  for (const label of [...labels].sort()) {
    const ones = crashes.filter((one) => (one.label ?? "not: it ended before") === label);
    const shapes = new Set(ones.map(({ shape }) => shape)).size;
    const shown = [...new Set(ones.map((one) => one.shown ?? "no run yet"))].sort().join(", ");
    const good = ones.filter(({ problems }) => problems.length === 0).length;
    lines.push(
      `| ${label.padEnd(54)} | ${String(shapes).padStart(6)} | ${String(ones.length).padStart(6)} | ${shown.padEnd(30)} | ${`${good} of ${ones.length}`.padEnd(34)} |`,
    );
  }
  return lines.join("\n");
}

const { CrashLab, SHAPES } = await load();
const asked = process.argv.slice(2);
const lab = await CrashLab.open(ROOT);
try {
  /** @type {Crash[]} */
  const crashes = [];
  for (const shape of asked.length > 0 ? asked : SHAPES) crashes.push(...(await sweep(shape, lab)));
  console.log(table(crashes));
  const bad = crashes.filter(({ problems }) => problems.length > 0).length;
  console.log(`\n${crashes.length} points, ${bad} of them not as they should be.`);
  process.exitCode = bad > 0 ? 1 : 0;
} finally {
  lab.close();
}
