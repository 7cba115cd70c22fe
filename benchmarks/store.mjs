// What the store costs, in one process: the newest 20 of 10,000 runs, a recorded step, a chain of 100
// steps with its disk syncs, and many writers at once. Prints figures; asserts nothing.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundled } from "./support.mjs";

const folder = mkdtempSync(join(tmpdir(), "zenml-bench-"));
// Certificates named there are read at each start of Node 20.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

try {
  const args = [await bundled("store"), folder];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  process.stdout.write(stdout);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
