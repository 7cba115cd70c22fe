// What the store costs, in one process: the newest 20 of 10,000 runs, a recorded step, a chain of 100
// steps with its disk syncs, and many writers at once. Prints figures; asserts nothing.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";

// Below node_modules, so that packages are found.
const cache = join(import.meta.dirname, "../node_modules/.cache/zenml");
const script = join(cache, "store.bench.mjs");
const folder = mkdtempSync(join(tmpdir(), "zenml-bench-"));
// Certificates named there are read at each start of Node 20.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

try {
  mkdirSync(cache, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, "store.bench.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    outfile: script,
    logLevel: "error",
  });
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder], { env });
  process.stdout.write(stdout);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
