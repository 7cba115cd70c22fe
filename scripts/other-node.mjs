// Runs the unit tests on another version of Node, which comes from npm: `node scripts/other-node.mjs 24`.
import "./require-node.mjs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installMissing } from "./install.mjs";
import { npm, start } from "./processes.mjs";
import { report } from "./totals.mjs";
import { runVitest } from "./vitest.mjs";

const version = process.argv[2] ?? "24";
const name = `unit tests on Node ${version}`;
const folder = mkdtempSync(join(tmpdir(), "zenml-node-"));
try {
  await installMissing();
  const binary = await installNode();
  const { output } = await start(binary, ["--version"], { capture: true });
  console.log(`Node ${output.trim()}`);
  const { totals } = await runVitest(["--project", "unit"], { node: binary });
  report(name, totals);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  report(name, { passed: 0, failed: 1, skipped: 0 });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function installNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const { code, output } = await npm(
    ["install", "--no-save", "--prefix", folder, `${name}@${version}`],
    { capture: true, cwd: folder },
  );
  if (code !== 0) throw new Error(`${name}@${version} could not be installed:\n${output}`);
  return join(
    folder,
    "node_modules",
    name,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
}
