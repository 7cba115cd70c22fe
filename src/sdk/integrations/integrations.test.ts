import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { INTEGRATIONS, PYTHON_LIBRARIES, flavorsOf, packageOf } from "../../stack/integrations.js";
import { FLAVORS } from "../../stack/flavors.js";
import { Integrations } from "./integrations.js";
import { findPackageManager, installCommand, uninstallCommand } from "./package-manager.js";

let base: string;
let project: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "zenml-integrations-"));
  project = join(base, "project");
  await mkdir(project);
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(base, file)), { recursive: true });
  await writeFile(join(base, file), text);
}

describe("the table", () => {
  test("has every integration that a flavor names, and no other", () => {
    const named = new Set(FLAVORS.flatMap(({ integration }) => integration ?? []));
    expect(INTEGRATIONS.map(({ name }) => name)).toEqual([...named].toSorted());
    expect(INTEGRATIONS.every(({ name }) => flavorsOf(name).length > 0)).toBe(true);
  });

  test("accounts for every integration of ZenML 0.20", async () => {
    const file = join(import.meta.dirname, "../../../tests/fixtures/flavors.json");
    const { integrations } = JSON.parse(await readFile(file, "utf8"));
    const known = [...INTEGRATIONS.map(({ name }) => name), ...PYTHON_LIBRARIES];
    expect(Object.keys(integrations).filter((name) => !known.includes(name))).toEqual([]);
  });
});

test("a requirement names its package", () => {
  expect(packageOf("@aws-sdk/client-s3@^3")).toBe("@aws-sdk/client-s3");
  expect(packageOf("@scope/name")).toBe("@scope/name");
  expect(packageOf("name@1.0.0")).toBe("name");
});

describe("the package manager", () => {
  test.each([
    ["package-lock.json", "npm"],
    ["pnpm-lock.yaml", "pnpm"],
    ["yarn.lock", "yarn"],
    ["bun.lock", "bun"],
    ["bun.lockb", "bun"],
  ])("is told by %s", async (file, name) => {
    await write("project/package.json", "{}");
    await write(`project/${file}`, "");
    expect(findPackageManager(project)).toEqual({ name, because: file, project });
  });

  test("that package.json names comes before a lockfile", async () => {
    await write("project/package.json", '{ "packageManager": "pnpm@9.1.0" }');
    await write("project/package-lock.json", "");
    expect(findPackageManager(project)).toMatchObject({ name: "pnpm" });
  });

  test("of a workspace stands at its root, packages go into the nearest package.json", async () => {
    await write("project/package.json", "{}");
    await write("project/yarn.lock", "");
    await write("project/packages/one/package.json", "{}");
    await mkdir(join(project, "packages/one/src"));
    expect(findPackageManager(join(project, "packages/one/src"))).toEqual({
      name: "yarn",
      because: "yarn.lock",
      project: join(project, "packages/one"),
    });
  });

  test("is npm where nothing tells", async () => {
    await write("project/package.json", "not even JSON");
    expect(findPackageManager(project)).toMatchObject({ name: "npm", because: "no lockfile" });
  });

  test("has nowhere to install without a package.json", () => {
    expect(() => findPackageManager(project)).toThrow(
      expect.objectContaining({ code: "not_found", hint: expect.stringContaining("npm init -y") }),
    );
  });

  test("is never told to install globally", () => {
    for (const name of ["npm", "pnpm", "yarn", "bun"] as const) {
      const words = [...installCommand({ name }, ["a"]), ...uninstallCommand({ name }, ["a"])];
      expect(words.filter((word) => /^-g$|--global/.test(word))).toEqual([]);
    }
    expect(installCommand({ name: "npm" }, ["a", "b"])).toEqual([
      ...["npm", "install", "--location=project", "a", "b"],
    ]);
  });
});

test("a package is installed into the project and removed again, though npm is set to global", async () => {
  await write("project/package.json", '{ "name": "project" }');
  await write("package/package.json", '{ "name": "zenml-demo-package", "version": "1.0.0" }');
  const requirement = `zenml-demo-package@file:${join(base, "package")}`;
  const demo = new Integrations(project, [{ name: "demo", packages: [requirement] }]);
  const env = {
    ...process.env,
    npm_config_global: "true",
    npm_config_prefix: join(base, "prefix"),
    npm_config_offline: "true",
    npm_config_audit: "false",
  };
  expect(demo.list()).toMatchObject([{ name: "demo", installed: false }]);
  const plan = demo.planInstall(["demo"]);
  expect(plan.manager).toMatchObject({ name: "npm", project });
  await demo.run(plan, { env });
  expect(existsSync(join(project, "node_modules/zenml-demo-package"))).toBe(true);
  expect(existsSync(join(base, "prefix"))).toBe(false);
  expect(JSON.parse(await readFile(join(project, "package.json"), "utf8"))).toMatchObject({
    dependencies: { "zenml-demo-package": expect.any(String) },
  });
  expect(demo.list()).toMatchObject([{ installed: true }]);
  expect(demo.planInstall(["demo"])).toMatchObject({ packages: [], command: undefined });
  await demo.run(demo.planUninstall(["demo"]), { env });
  expect(demo.list()).toMatchObject([{ installed: false }]);
}, 120_000);

/** A package manager that says something and fails. */
async function failingNpm(says: string): Promise<NodeJS.ProcessEnv> {
  const file = join(base, "bin", "npm");
  await write("bin/npm", `#!/bin/sh\necho '${says}' >&2\nexit 1\n`);
  await chmod(file, 0o755);
  return { ...process.env, PATH: `${dirname(file)}${delimiter}${process.env["PATH"] ?? ""}` };
}

test("without a network, what to type later is said", async () => {
  await write("project/package.json", "{}");
  const demo = new Integrations(project, [{ name: "demo", packages: ["left; rm -rf /"] }]);
  const env = await failingNpm("npm error code ENOTFOUND");
  const said: string[] = [];
  const installed = demo.run(demo.planInstall(["demo"]), {
    env,
    onOutput: (text) => said.push(text),
  });
  await expect(installed).rejects.toMatchObject({
    code: "integration_not_installed",
    message: "npm could not reach its registry: nothing was changed.",
    hint: `When there is a network, type in '${project}': npm install --location=project left; rm -rf /`,
  });
  expect(said.join("")).toContain("ENOTFOUND");
});

test("any other failure, and a package manager that is not there, say so", async () => {
  await write("project/package.json", '{ "packageManager": "bun@1.0.0" }');
  const demo = new Integrations(project, [{ name: "demo", packages: ["demo"] }]);
  const plan = demo.planInstall(["demo"]);
  await expect(demo.run(plan, { env: { PATH: join(base, "none") } })).rejects.toMatchObject({
    message: "bun could not be started.",
    hint: expect.stringContaining("bun add demo"),
  });
  await write("project/package.json", "{}");
  const env = await failingNpm("npm error code E403");
  await expect(demo.run(demo.planInstall(["demo"]), { env })).rejects.toMatchObject({
    message: "`npm install --location=project demo` failed with exit code 1.",
  });
});

test("names that are unknown, or were Python libraries, are told apart", () => {
  const integrations = new Integrations(project);
  expect(() => integrations.requirements(["s4"])).toThrow(
    expect.objectContaining({ code: "not_found", hint: "Did you mean 's3'?" }),
  );
  expect(() => integrations.requirements(["sklearn"])).toThrow(
    expect.objectContaining({
      code: "invalid_argument",
      hint: expect.stringContaining("pip install"),
    }),
  );
  expect(integrations.requirements(["label-studio"])).toMatchObject([{ name: "label_studio" }]);
});

test("without names, only what can be used is installed, and ignored ones are left out", async () => {
  await write("project/package.json", "{}");
  const integrations = new Integrations(project);
  expect(integrations.planInstall([])).toMatchObject({ integrations: [], command: undefined });
  const plan = integrations.planInstall(["s3", "slack"], ["slack"]);
  expect(plan.packages).toEqual(["@aws-sdk/client-s3@^3"]);
});
