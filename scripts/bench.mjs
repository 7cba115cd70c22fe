// `npm run bench -- NAME`: runs one benchmark; without a name says which there are.
import "./require-node.mjs";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { installMissing } from "./install.mjs";
import { ROOT } from "./paths.mjs";
import { start } from "./processes.mjs";

const FOLDER = join(ROOT, "benchmarks");
const [name, ...args] = process.argv.slice(2);

function printNames() {
  const files = readdirSync(FOLDER, { encoding: "utf8" }).filter(
    (file) => file.endsWith(".mjs") && file !== "support.mjs",
  );
  console.error("npm run bench -- NAME, where NAME is one of:");
  for (const file of files.toSorted()) console.error(`  ${file.slice(0, -".mjs".length)}`);
  process.exitCode = 2;
}

/** @param {string} file */
async function run(file) {
  await installMissing();
  await build();
  // Certificates named there are read at each start of Node 20, which would be most of what is measured.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const { code } = await start(process.execPath, [file, ...args], { env });
  process.exitCode = code;
}

const file = join(FOLDER, `${name}.mjs`);
if (name === undefined || !existsSync(file)) printNames();
else await run(file);
