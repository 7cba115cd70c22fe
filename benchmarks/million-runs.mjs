// Pages of 50 among 1,000,000 runs, and the steps of one run among 2,000,000, for every filter and sort of the
// run list, on SQLite, MariaDB and PostgreSQL, in the store. Prints figures; asserts nothing.
// Arguments: names of databases to leave the others out.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServices, stopServices } from "../scripts/services.mjs";
import { bundled } from "./support.mjs";

const script = await bundled("million-runs");
const folder = mkdtempSync(join(tmpdir(), "zenml-bench-"));
const { running, missing } = await startServices();
for (const reason of missing) console.error(`not started: ${reason}`);
// Certificates named there are read at each start of Node 20.
const { NODE_EXTRA_CA_CERTS: _, ...outer } = process.env;
const servers = Object.fromEntries(running.map(({ variable, url }) => [variable, url]));

try {
  const args = [script, folder, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { env: { ...outer, ...servers }, stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exitCode = code;
} finally {
  rmSync(folder, { recursive: true, force: true });
  await stopServices(running);
}
