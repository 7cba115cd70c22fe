// Runs vitest and counts truly, also what failed before a test could.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";
import { start } from "./processes.mjs";

/**
 * Reasons for which a test may be skipped in CI, as a test gives them in its name or to `skip()`. What
 * needs a service is not among them: in CI it must be there.
 */
const ALLOWED_SKIPS = [
  /\(not as root\)/,
  /\(not on (linux|windows|macos)\)/,
  /\(needs two cores\)/,
  /\(this store keeps nothing\)/,
  // Nobody is asked to have one; the chart is rendered and linted everywhere.
  /\(no cluster to test on\b/,
];

/**
 * @param {readonly string[]} args
 * @param {{ node?: string, cwd?: string, capture?: boolean }} [options]
 * @returns {Promise<{ totals: import("./totals.mjs").Totals, output: string }>}
 */
export async function runVitest(args, options = {}) {
  const { node = process.execPath, cwd = ROOT, capture = false } = options;
  const folder = mkdtempSync(join(tmpdir(), "zenml-tests-"));
  // Some tests go on as another user, who must get in.
  chmodSync(folder, 0o755);
  const file = join(folder, "counts.json");
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const reporters = [
    "--reporter=default",
    `--reporter=${join(ROOT, "scripts/count-reporter.mjs")}`,
  ];
  try {
    const env = { ...withFolders(folder), ZENML_COUNTS: file };
    const { code, output } = await start(node, [vitest, "run", ...reporters, ...args], {
      cwd,
      capture,
      env,
    });
    if (!existsSync(file)) return { totals: { passed: 0, failed: 1, skipped: 0 }, output };
    const isStrict = process.env["CI"] !== undefined;
    const { totals, skips } = judge(JSON.parse(readFileSync(file, "utf8")), { isStrict });
    if (!capture) for (const line of skips) console.error(line);
    // No test at all has only the exit code.
    const isUncounted = code !== 0 && totals.failed === 0;
    const all = isUncounted ? { ...totals, failed: 1 } : totals;
    return { totals: all, output: [...skips, output].join("\n") };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Tests get an empty home, so that none can read or change what the person has, and a folder for
 * temporary files that is removed whatever they leave there; npm keeps its settings.
 * @param {string} folder
 */
function withFolders(folder) {
  const home = join(folder, "home");
  const temporary = join(folder, "tmp");
  for (const path of [home, temporary]) mkdirSync(path);
  return {
    npm_config_userconfig: join(homedir(), ".npmrc"),
    npm_config_cache: join(homedir(), ".npm"),
    ...process.env,
    HOME: home,
    USERPROFILE: home,
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
  };
}

/**
 * @param {import("./count-reporter.mjs").Counts} counts
 * @param {{ isStrict: boolean }} options strict: a skip needs an allowed reason, else it is a failure
 * @returns {{ totals: import("./totals.mjs").Totals, skips: readonly string[] }}
 */
export function judge({ passed, failed, skipped }, { isStrict }) {
  const refused = skipped.filter(
    (name) => isStrict && !ALLOWED_SKIPS.some((reason) => reason.test(name)),
  );
  const skips = skipped.map((name) =>
    refused.includes(name) ? `skipped, which CI does not allow: ${name}` : `skipped: ${name}`,
  );
  const totals = {
    passed,
    failed: failed + refused.length,
    skipped: skipped.length - refused.length,
  };
  return { totals, skips };
}
