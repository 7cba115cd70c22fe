// `npm run quickstart`: installs what is missing, builds, runs an example: the penguins, or the one that
// follows `--example`. Further arguments go to it.
import "./require-node.mjs";
import { join } from "node:path";
import { build, messageOf } from "./build.mjs";
import { installMissing } from "./install.mjs";
import { ROOT } from "./paths.mjs";
import { start } from "./processes.mjs";

const args = process.argv.slice(2);
const [name = "penguins"] = args[0] === "--example" ? args.splice(0, 2).slice(1) : [];

try {
  await installMissing();
  await build();
  const example = join(ROOT, "examples", name, "quickstart.mjs");
  const { code } = await start(process.execPath, [example, ...args]);
  process.exitCode = code;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
