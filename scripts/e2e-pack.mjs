// What a new user does: packs the package, installs the tarball into an empty project and, in an empty
// home, follows the third section of the README with the very text that stands there.
import "./require-node.mjs";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { installMissing } from "./install.mjs";
import { ROOT } from "./paths.mjs";
import { npm, start } from "./processes.mjs";
import { report } from "./totals.mjs";

const totals = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {string} name
 * @param {boolean} isHeld
 * @param {string} output shown when it is not
 */
function check(name, isHeld, output) {
  console.log(`${isHeld ? "ok  " : "FAIL"} ${name}`);
  if (!isHeld) console.log(output.trimEnd());
  totals[isHeld ? "passed" : "failed"] += 1;
}

/** The first TypeScript sample of the README. */
function readmePipeline() {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const sample = /```ts[^\n]*\n([\s\S]*?)```/.exec(readme)?.[1];
  if (sample === undefined) throw new Error("README.md has no TypeScript sample");
  return sample;
}

/**
 * @param {string} folder
 * @returns {Promise<string>} the tarball
 */
async function pack(folder) {
  const { code, output } = await npm(["pack", "--pack-destination", folder], { capture: true });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz"));
  check("npm pack", code === 0 && tarball !== undefined, output);
  return join(folder, tarball ?? "");
}

/** @param {string} folder */
async function followReadme(folder) {
  const tarball = await pack(folder);
  const project = join(folder, "my-project");
  const home = join(folder, "home");
  mkdirSync(project);
  mkdirSync(home);
  const installed = await npm(["install", "--prefer-offline", tarball], {
    cwd: project,
    capture: true,
  });
  check("npm install the tarball", installed.code === 0, installed.output);
  const env = { ...withoutZenml(), HOME: home, USERPROFILE: home };
  /** @param {readonly string[]} args */
  const zenml = async (...args) => {
    const bin = join(project, "node_modules/.bin/zenml");
    const { code, output, stdout } = await start(bin, args, { cwd: project, env, capture: true });
    check(`zenml ${args.join(" ")}`, code === 0, output);
    return stdout;
  };
  writeFileSync(join(project, "pipeline.ts"), readmePipeline());
  await zenml("--version");
  await zenml("--help");
  await zenml("init");
  await zenml("run", "pipeline.ts");
  check("the first run executes every step", (await states(zenml)).every(is("completed")), "");
  await zenml("run", "pipeline.ts");
  check(
    "the second run takes every step from the cache",
    (await states(zenml)).every(is("cached")),
    "",
  );
  await zenml("run", "list");
  await zenml("artifact", "list");
  const files = readdirSync(home, { recursive: true, encoding: "utf8" });
  const foreign = files.filter((file) => !file.startsWith(".config") && !file.startsWith(".npm"));
  check("nothing lies in the home but the configuration", foreign.length === 0, foreign.join("\n"));
}

/**
 * States of the newest run's steps.
 * @param {(...args: string[]) => Promise<string>} zenml
 * @returns {Promise<string[]>}
 */
async function states(zenml) {
  const [run] = JSON.parse(await zenml("run", "list", "--limit", "1", "-o", "json"));
  const steps = JSON.parse(await zenml("step", "list", "--run", run.name, "-o", "json"));
  if (steps.length === 0) throw new Error("the run has no steps");
  return steps.map((/** @type {{ status: string }} */ step) => step.status);
}

/** @param {string} status */
function is(status) {
  return (/** @type {string} */ other) => other === status;
}

/** The environment as a new user has it; npm keeps its settings. */
function withoutZenml() {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("ZENML_") && name !== "XDG_CONFIG_HOME",
  );
  return {
    npm_config_userconfig: join(homedir(), ".npmrc"),
    npm_config_cache: join(homedir(), ".npm"),
    ...Object.fromEntries(own),
  };
}

const folder = mkdtempSync(join(tmpdir(), "zenml-pack-"));
try {
  await installMissing();
  await build();
  await followReadme(folder);
} catch (error) {
  check(
    "the README's third section",
    false,
    error instanceof Error ? error.message : String(error),
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
report("packed package", totals);
