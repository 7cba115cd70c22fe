// What the benchmarks share: a person's project in a temporary folder, interleaved rounds, medians.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
export const BIN = join(ROOT, "bin", "zenml.cjs");

/**
 * @param {Readonly<Record<string, string>>} files
 * @returns {{ folder: string, env: NodeJS.ProcessEnv, remove: () => void }}
 */
export function makeProject(files = {}) {
  const base = mkdtempSync(join(tmpdir(), "zenml-bench-"));
  const folder = join(base, "project");
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(ROOT, join(folder, "node_modules", "zenml"), "dir");
  symlinkSync(join(ROOT, "node_modules", "zod"), join(folder, "node_modules", "zod"), "dir");
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  // Certificates named there are read at each start of Node 20.
  const { NODE_EXTRA_CA_CERTS: _, ...outer } = process.env;
  const env = { ...outer, HOME: base, ZENML_CONFIG_PATH: join(base, "config"), NO_COLOR: "1" };
  return { folder, env, remove: () => rmSync(base, { recursive: true, force: true }) };
}

/**
 * A benchmark's TypeScript file as one that Node runs. It lies below node_modules, so that packages are found.
 * @param {string} name without `.bench.ts`
 */
export async function bundled(name) {
  const cache = join(ROOT, "node_modules/.cache/zenml");
  mkdirSync(cache, { recursive: true });
  const outfile = join(cache, `${name}.bench.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.bench.ts`)],
    ...{ bundle: true, platform: "node", format: "esm", target: "node20" },
    ...{ packages: "external", logLevel: "error", outfile },
  });
  return outfile;
}

/** @typedef {{ wall_ms: number, code: number | null, stdout: string, stderr: string }} Timed */

/**
 * @param {readonly string[]} args of node
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<Timed>}
 */
export function timeNode(args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => (stdout += text));
    child.stderr.on("data", (text) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      const wall_ms = performance.now() - begin;
      if (code === 0) resolve({ wall_ms, code, stdout, stderr });
      else reject(new Error(`node ${args.join(" ")} exited with ${code}:\n${stderr}`));
    });
  });
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Runs each command once a round, one after the other, so that a machine that changes its speed
 * changes it for all.
 * @param {Readonly<Record<string, () => Promise<number>>>} commands each resolves to milliseconds
 * @param {number} rounds
 * @returns {Promise<Record<string, number>>} the median of each
 */
export async function interleave(commands, rounds) {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (const run of Object.values(commands)) await run();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(commands)) times[name]?.push(await run());
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

/**
 * @param {string} name
 * @param {string} figure
 * @param {string} target
 */
export function print(name, figure, target) {
  console.log(`${name.padEnd(44)} ${figure.padStart(18)}   target ${target}`);
}
