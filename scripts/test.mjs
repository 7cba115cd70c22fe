// `npm test`: installs what is missing, builds, runs every test. Arguments go to vitest.
import "./require-node.mjs";
import { build, messageOf } from "./build.mjs";
import { installMissing } from "./install.mjs";
import { startServices, stopServices } from "./services.mjs";
import { report } from "./totals.mjs";
import { runVitest } from "./vitest.mjs";

/** @type {Promise<import("./services.mjs").Started> | undefined} */
let services;
try {
  await installMissing();
  const args = process.argv.slice(2);
  // All tests together need the databases, which start while the build runs; a few may not.
  if (args.length === 0) services = startServices();
  if (await build()) console.error("built dist/");
  for (const { variable, url } of (await services)?.running ?? []) process.env[variable] = url;
  const { totals } = await runVitest(args);
  report("tests", totals);
} catch (error) {
  console.error(messageOf(error));
  report("tests", { passed: 0, failed: 1, skipped: 0 });
} finally {
  await stopServices((await services)?.running ?? []);
}
