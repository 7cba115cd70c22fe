// `npm test`: installs what is missing, builds, runs every test. Arguments go to vitest.
import "./require-node.mjs";
import { build, messageOf } from "./build.mjs";
import { installMissing } from "./install.mjs";
import { report } from "./totals.mjs";
import { runVitest } from "./vitest.mjs";

try {
  await installMissing();
  if (await build()) console.error("built dist/");
  const { totals } = await runVitest(process.argv.slice(2));
  report("tests", totals);
} catch (error) {
  console.error(messageOf(error));
  report("tests", { passed: 0, failed: 1, skipped: 0 });
}
