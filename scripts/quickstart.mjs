// `npm run quickstart`: installs what is missing, builds, runs the penguins example. Arguments go to it.
import "./require-node.mjs";
import { join } from "node:path";
import { build, messageOf } from "./build.mjs";
import { installMissing } from "./install.mjs";
import { ROOT } from "./paths.mjs";
import { start } from "./processes.mjs";

try {
  await installMissing();
  await build();
  const example = join(ROOT, "examples/penguins/quickstart.mjs");
  const { code } = await start(process.execPath, [example, ...process.argv.slice(2)]);
  process.exitCode = code;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
