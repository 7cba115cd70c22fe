// Runs the contract of stores and writes docs/reference/store-contract.md: each law, on which stores it was
// kept, and what was skipped with its reason.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { ROOT } from "./paths.mjs";
import { start } from "./processes.mjs";

const PAGE = join(ROOT, "docs/reference/store-contract.md");

/**
 * @typedef {object} Result
 * @property {readonly string[]} ancestorTitles the store first
 * @property {string} title
 * @property {"passed" | "failed" | "skipped" | "pending"} status
 */

/** @returns {Promise<readonly Result[]>} */
async function run() {
  const folder = mkdtempSync(join(tmpdir(), "zenml-contract-table-"));
  const file = join(folder, "results.json");
  try {
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    const args = ["run", "--project", "contract", "--reporter=json", `--outputFile=${file}`];
    await start(process.execPath, [vitest, ...args], { capture: true });
    /** @type {{ testResults: readonly { assertionResults: readonly Result[] }[] }} */
    const { testResults } = JSON.parse(readFileSync(file, "utf8"));
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {readonly Result[]} results */
function page(results) {
  const laws = results.filter(({ ancestorTitles }) => ancestorTitles.length > 0);
  const stores = [...new Set(laws.map(({ ancestorTitles }) => ancestorTitles[0] ?? ""))].toSorted();
  const titles = [...new Set(laws.map(({ title }) => title))];
  const rows = titles.map((title) => {
    const cells = stores.map((store) => cell(laws.filter((law) => isOf(law, store, title))));
    return `| ${title.replaceAll("|", "\\|")} | ${cells.join(" | ")} |`;
  });
  const totals = stores.map((store) => cell(laws.filter((law) => law.ancestorTitles[0] === store)));
  const skips = laws.filter(({ status }) => status !== "passed" && status !== "failed");
  return `# The contract of stores

Written by \`node scripts/store-contract.mjs\` from a run of \`tests/contract\`: every law, and how many tests of
it passed on each store. A law of resources has a test for each resource.

| law | ${stores.join(" | ")} |
| --- | ${stores.map(() => "---").join(" | ")} |
${rows.join("\n")}
| **all** | ${totals.join(" | ")} |

## Skipped

${skips.map(({ ancestorTitles, title }) => `- ${[...ancestorTitles, title].join(": ")}`).join("\n") || "Nothing."}
`;
}

/** @param {Result} law @param {string} store @param {string} title */
function isOf(law, store, title) {
  return law.ancestorTitles[0] === store && law.title === title;
}

/** @param {readonly Result[]} tests */
function cell(tests) {
  const count = (/** @type {Result["status"]} */ status) =>
    tests.filter((one) => one.status === status).length;
  const skipped = count("skipped") + count("pending");
  const parts = [
    ...(count("passed") > 0 ? [String(count("passed"))] : []),
    ...(count("failed") > 0 ? [`**${count("failed")} failed**`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return parts.join(", ");
}

const results = await run();
writeFileSync(PAGE, await format(page(results), { parser: "markdown", printWidth: 100 }));
const failed = results.filter(({ status }) => status === "failed").length;
console.log(`${results.length} tests, ${failed} failed: ${PAGE}`);
if (failed > 0) process.exitCode = 1;
