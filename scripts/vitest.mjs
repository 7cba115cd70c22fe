// Runs vitest and counts truly, also what failed before a test could.
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";
import { start } from "./processes.mjs";
import { NOTHING } from "./totals.mjs";

/**
 * Reasons for which a test may be skipped in CI; a test gives its reason in its name. What needs a
 * service is not among them: in CI it must be there.
 */
const ALLOWED_SKIPS = [
  /\(not as root\)/,
  /\(not on (linux|windows|macos)\)/,
  /\(needs two cores\)/,
];

/**
 * @typedef {object} Report
 * @property {boolean} success
 * @property {readonly { name: string, status: string, message?: string, assertionResults: readonly { status: string, fullName: string }[] }[]} testResults
 */

/**
 * @param {readonly string[]} args
 * @param {{ node?: string, cwd?: string, capture?: boolean }} [options]
 * @returns {Promise<{ totals: import("./totals.mjs").Totals, output: string }>}
 */
export async function runVitest(args, options = {}) {
  const { node = process.execPath, cwd = ROOT, capture = false } = options;
  const folder = mkdtempSync(join(tmpdir(), "zenml-tests-"));
  const file = join(folder, "report.json");
  try {
    const { code, output } = await start(
      node,
      [
        join(ROOT, "node_modules/vitest/vitest.mjs"),
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${file}`,
        ...args,
      ],
      { cwd, capture, env: withHome(join(folder, "home")) },
    );
    if (!existsSync(file)) return { totals: { ...NOTHING, failed: 1 }, output };
    const isStrict = process.env["CI"] !== undefined;
    const { totals, skips } = count(JSON.parse(readFileSync(file, "utf8")), { isStrict });
    if (!capture) for (const line of skips) console.error(line);
    // An error outside of all tests, or no test at all, has only the exit code.
    const isUncounted = code !== 0 && totals.failed === 0;
    const all = isUncounted ? { ...totals, failed: 1 } : totals;
    return { totals: all, output: [...skips, output].join("\n") };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Tests get an empty home, so that none can read or change what the person has; npm keeps its settings.
 * @param {string} home
 */
function withHome(home) {
  mkdirSync(home);
  return {
    npm_config_userconfig: join(homedir(), ".npmrc"),
    npm_config_cache: join(homedir(), ".npm"),
    ...process.env,
    HOME: home,
    USERPROFILE: home,
  };
}

/**
 * @param {Report} report
 * @param {{ isStrict: boolean }} options strict: a skip needs an allowed reason, else it is a failure
 * @returns {{ totals: import("./totals.mjs").Totals, skips: readonly string[] }}
 */
export function count(report, { isStrict }) {
  const totals = { ...NOTHING };
  /** @type {string[]} */
  const skips = [];
  for (const file of report.testResults) {
    const failedBefore = totals.failed;
    for (const { status, fullName } of file.assertionResults) {
      const isRefused = isStrict && !ALLOWED_SKIPS.some((reason) => reason.test(fullName));
      if (status === "passed") totals.passed += 1;
      else if (status === "failed" || isRefused) totals.failed += 1;
      else totals.skipped += 1;
      if (status !== "passed" && status !== "failed") {
        skips.push(`${isRefused ? "skipped, which CI does not allow" : "skipped"}: ${fullName}`);
      }
    }
    // A file that does not load, or whose hooks fail, has no test that failed.
    if (file.status === "failed" && totals.failed === failedBefore) totals.failed += 1;
  }
  return { totals, skips };
}
