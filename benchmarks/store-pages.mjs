// One page among 100,000 components, at the beginning, in the middle and at the end of the list, on SQLite,
// MariaDB and PostgreSQL, in the store. Prints figures; asserts nothing.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startServices, stopServices } from "../scripts/services.mjs";
import { bundled } from "./support.mjs";

const script = await bundled("store-pages");
const folder = mkdtempSync(join(tmpdir(), "zenml-bench-"));
const { running, missing } = await startServices();
for (const reason of missing) console.error(`not started: ${reason}`);
// Certificates named there are read at each start of Node 20.
const { NODE_EXTRA_CA_CERTS: _, ...outer } = process.env;
const servers = Object.fromEntries(running.map(({ variable, url }) => [variable, url]));

try {
  const env = { ...outer, ...servers };
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder], { env });
  process.stdout.write(stdout);
} finally {
  rmSync(folder, { recursive: true, force: true });
  await stopServices(running);
}
