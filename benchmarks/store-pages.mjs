// One page among 100,000 components, at the beginning, in the middle and at the end of the list, on SQLite,
// MariaDB and PostgreSQL, in the store. Prints figures; asserts nothing.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { startServices, stopServices } from "../scripts/services.mjs";

// Below node_modules, so that packages are found.
const cache = join(import.meta.dirname, "../node_modules/.cache/zenml");
const script = join(cache, "store-pages.bench.mjs");
const folder = mkdtempSync(join(tmpdir(), "zenml-bench-"));
const { running, missing } = await startServices();
for (const reason of missing) console.error(`not started: ${reason}`);
// Certificates named there are read at each start of Node 20.
const { NODE_EXTRA_CA_CERTS: _, ...outer } = process.env;
const servers = Object.fromEntries(running.map(({ variable, url }) => [variable, url]));

try {
  mkdirSync(cache, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, "store-pages.bench.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    outfile: script,
    logLevel: "error",
  });
  const env = { ...outer, ...servers };
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder], { env });
  process.stdout.write(stdout);
} finally {
  rmSync(folder, { recursive: true, force: true });
  await stopServices(running);
}
