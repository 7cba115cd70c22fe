// A 100 MB Float64Array written and read: as an artifact (hashed, synced, checked), and as a plain
// file (synced). Rounds of the two alternate, each in a process of its own. Target: ratio <= 1.7,
// peak memory <= 300 MiB.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";

const ROUNDS = Number(process.argv[2] ?? 9);
const MODES = /** @type {const} */ (["plain", "artifact"]);
const folder = mkdtempSync(join(tmpdir(), "zenml-bench-"));
const script = join(folder, "arrays.mjs");
// Certificates named there are read at each start of Node 20.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** @typedef {{ write_ms: number, read_ms: number, correct: boolean, peak_mib: number }} Round */
/** @type {Record<(typeof MODES)[number], Round[]>} */
const rounds = { plain: [], artifact: [] };

/** @param {(typeof MODES)[number]} mode */
async function run(mode) {
  const work = mkdtempSync(join(folder, "round-"));
  const { stdout } = await promisify(execFile)(process.execPath, [script, mode, work], { env });
  rounds[mode].push(JSON.parse(stdout));
}

/**
 * @param {readonly Round[]} list
 * @param {(round: Round) => number} value
 */
function median(list, value) {
  return list.map(value).sort((left, right) => left - right)[Math.floor(list.length / 2)] ?? NaN;
}

/** @param {Round} round */
const total = (round) => round.write_ms + round.read_ms;

try {
  await build({
    entryPoints: [join(import.meta.dirname, "arrays.bench.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["apache-arrow"],
    outfile: script,
    logLevel: "error",
  });
  for (let round = 0; round < ROUNDS; round += 1) for (const mode of MODES) await run(mode);
  for (const mode of MODES) {
    const list = rounds[mode];
    const [write, read] = [median(list, (r) => r.write_ms), median(list, (r) => r.read_ms)];
    const peak = Math.max(...list.map((round) => round.peak_mib));
    const wrong = list.filter((round) => !round.correct).length;
    console.log(
      `${mode.padEnd(8)} write ${write.toFixed(0)} ms, read ${read.toFixed(0)} ms, ` +
        `both ${median(list, total).toFixed(0)} ms, peak ${peak.toFixed(0)} MiB, wrong ${wrong}`,
    );
  }
  const ratio = median(rounds.artifact, total) / median(rounds.plain, total);
  const least = Math.min(...rounds.artifact.map(total)) / Math.min(...rounds.plain.map(total));
  console.log(
    `ratio of medians ${ratio.toFixed(2)}, of the least ${least.toFixed(2)} (target <= 1.7)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
