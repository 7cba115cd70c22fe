// Counts of what passed, failed and was skipped, summed over everything that ran.
import { appendFileSync, readFileSync } from "node:fs";
import { isMain } from "./paths.mjs";

/**
 * @typedef {object} Totals
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @type {Totals} */
export const NOTHING = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {readonly Totals[]} parts
 * @returns {Totals}
 */
export function sum(parts) {
  return parts.reduce(
    (total, part) => ({
      passed: total.passed + part.passed,
      failed: total.failed + part.failed,
      skipped: total.skipped + part.skipped,
    }),
    NOTHING,
  );
}

/** @param {Totals} totals */
export function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * The last words of a script: the sum as a line of its own, or, when a larger run gathers
 * (ZENML_TOTALS names its file), a line with a name and an entry in that file.
 * @param {string} name
 * @param {Totals} totals
 */
export function report(name, totals) {
  const file = process.env["ZENML_TOTALS"];
  if (file === undefined) {
    console.log(sentence(totals));
  } else {
    console.log(`${name}: ${sentence(totals)}`);
    appendFileSync(file, `${JSON.stringify({ name, ...totals })}\n`);
  }
  if (totals.failed > 0) process.exitCode = 1;
}

/**
 * @param {string} file as `report` fills it
 * @returns {Totals}
 */
export function readTotals(file) {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return sum(lines.map((line) => JSON.parse(line)));
}

if (isMain(import.meta.url)) {
  const totals = readTotals(process.argv[2] ?? "");
  console.log(sentence(totals));
  if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;
}
