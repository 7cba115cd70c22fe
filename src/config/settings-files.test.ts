import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { GlobalConfig } from "./config-model.js";
import { readGlobalConfig, updateGlobalConfig } from "./global-file.js";
import { newProfile } from "./new-profile.js";
import { configPaths } from "./paths.js";
import type { ConfigPaths } from "./paths.js";
import { createRepository, findRepository, updateRepository } from "./repository-file.js";

let home: string;
let paths: ConfigPaths;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "zenml-config-"));
  paths = configPaths({ HOME: home });
});

const write = (text: string) => {
  mkdirSync(paths.folder, { recursive: true });
  writeFileSync(paths.globalFile, text);
};

const withProfile = (name: string) => (config: GlobalConfig | undefined) => ({
  active_profile: config?.active_profile ?? name,
  profiles: [...(config?.profiles ?? []), newProfile(name, paths)],
});

test("the settings folder follows ZENML_CONFIG_PATH, then XDG_CONFIG_HOME, then the home folder", () => {
  const env = { HOME: "/home/a", XDG_CONFIG_HOME: "/x", ZENML_CONFIG_PATH: "/z" };
  expect(configPaths(env).folder).toBe("/z");
  expect(configPaths({ ...env, ZENML_CONFIG_PATH: "" }).folder).toBe("/x/zenml");
  expect(configPaths({ HOME: "/home/a" }).folder).toBe("/home/a/.config/zenml");
});

test("reading on a machine where nothing was done makes nothing", async () => {
  expect(await readGlobalConfig(paths)).toBeUndefined();
  expect(existsSync(paths.folder)).toBe(false);
});

test("profiles keep the order of their creation", async () => {
  for (const name of ["default", "zenml", "alpha 👉"]) {
    await updateGlobalConfig(paths, withProfile(name));
  }
  const config = await readGlobalConfig(paths);
  expect(config?.profiles.map(({ name }) => name)).toEqual(["default", "zenml", "alpha 👉"]);
  expect(config?.active_profile).toBe("default");
});

test("the file reads the same with comments and in another style", async () => {
  await updateGlobalConfig(paths, withProfile("default"));
  const config = await readGlobalConfig(paths);
  const text = readFileSync(paths.globalFile, "utf8");
  write(`# mine\n${text.replace("name: default", 'name: "default"')}`);
  expect(await readGlobalConfig(paths)).toMatchObject({ ...config });
});

test("a change that fails leaves the file as it was", async () => {
  await updateGlobalConfig(paths, withProfile("default"));
  const before = readFileSync(paths.globalFile, "utf8");
  const failing = updateGlobalConfig(paths, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(readFileSync(paths.globalFile, "utf8")).toBe(before);
  await updateGlobalConfig(paths, withProfile("after"));
});

test("a lock that cannot be taken is told, with a way out", async () => {
  mkdirSync(join(paths.folder, "zenml.lock"), { recursive: true });
  await expect(updateGlobalConfig(paths, withProfile("a"))).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringContaining(join(paths.folder, "zenml.lock")),
    hint: expect.stringContaining("ZENML_CONFIG_PATH"),
  });
});

test("a settings folder whose place is taken by a file is told", async () => {
  mkdirSync(join(home, ".config"));
  writeFileSync(paths.folder, "");
  await expect(updateGlobalConfig(paths, withProfile("a"))).rejects.toMatchObject({
    code: "config_invalid",
    message: expect.stringContaining("something else is in its place"),
  });
});

test("a settings file that is a link stays one", async () => {
  mkdirSync(paths.folder, { recursive: true });
  const real = join(home, "dotfiles.yaml");
  writeFileSync(real, "");
  writeFileSync(real, "version: 1\nactive_profile: a\nprofiles: []\n");
  symlinkSync(real, paths.globalFile);
  await updateGlobalConfig(paths, withProfile("a"));
  expect(readFileSync(real, "utf8")).toContain("name: a");
  expect(lstatSync(paths.globalFile).isSymbolicLink()).toBe(true);
});

test.each([
  ["is no YAML", "version: 1\nactive_profile: [a\n", ["zenml.yaml:3:1"]],
  [
    "has unknown keys, wrong types and missing fields",
    [
      "version: 1",
      "active_profile: default",
      "colour: red",
      "profiles:",
      "  - name: default",
      "    store_type: lokal",
      "    active_project: default",
      "    active_stack: default",
      "    active_user: 7",
    ].join("\n"),
    [
      "zenml.yaml:3:1: colour: unknown key",
      "6:5: profiles.0.store_type: expected 'local' or 'sql'",
      "profiles.0.store_url: is missing",
      "9:5: profiles.0.active_user: expected string",
    ],
  ],
  [
    "has two profiles of one name",
    `version: 1\nactive_profile: a\nprofiles:\n${"  - {name: a, store_type: local, store_url: x, active_project: a, active_stack: a, active_user: a}\n".repeat(2)}`,
    ["two profiles have the same name"],
  ],
  ["is empty", "", ["is missing"]],
])("a settings file that %s is refused, with places, and left alone", async (_, text, parts) => {
  write(text);
  const refused = await readGlobalConfig(paths).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: "config_invalid",
    hint: expect.stringContaining("left as it is"),
  });
  for (const part of parts) expect(String(refused).toLowerCase()).toContain(part.toLowerCase());
  await expect(updateGlobalConfig(paths, withProfile("b"))).rejects.toThrow("cannot be read");
  expect(readFileSync(paths.globalFile, "utf8")).toBe(text);
});

test("a settings file of a newer ZenML is refused by its format", async () => {
  write("version: 2\nsomething_new: true\n");
  await expect(readGlobalConfig(paths)).rejects.toThrow("its format is 2, this one reads 1");
});

test("the settings of a Python ZenML beside ours are never touched", async () => {
  mkdirSync(paths.folder, { recursive: true });
  const theirs = join(paths.folder, "config.yaml");
  writeFileSync(theirs, "activated_profile: default\n");
  await updateGlobalConfig(paths, withProfile("default"));
  expect(readFileSync(theirs, "utf8")).toBe("activated_profile: default\n");
});

const NOTHING = { active_profile: null, active_project: null, active_stack: null };

test("a repository is found from any folder inside it", async () => {
  const root = join(home, "repo");
  const inner = join(root, "a", "b");
  mkdirSync(inner, { recursive: true });
  expect(createRepository(root, { ...NOTHING, active_stack: "gpu" })).toBe(true);
  expect(await findRepository(inner, {})).toMatchObject({ root, active_stack: "gpu" });
  expect(await findRepository(home, {})).toBeUndefined();
});

test("of two processes that initialize a repository, one wins", () => {
  const root = join(home, "repo");
  expect(createRepository(root, NOTHING)).toBe(true);
  expect(createRepository(root, { ...NOTHING, active_stack: "other" })).toBe(false);
  expect(readFileSync(join(root, ".zen", "zenml.yaml"), "utf8")).not.toContain("other");
});

test("ZENML_REPOSITORY_PATH names the repository, and must name one", async () => {
  const root = join(home, "repo");
  createRepository(root, NOTHING);
  const named = await findRepository("/", { ZENML_REPOSITORY_PATH: root });
  expect(named?.root).toBe(root);
  const missing = findRepository(home, { ZENML_REPOSITORY_PATH: "elsewhere" });
  await expect(missing).rejects.toMatchObject({
    code: "unknown_setting",
    hint: `zenml init --path ${join(home, "elsewhere")}`,
  });
});

test("one field of a repository's settings can be changed", async () => {
  createRepository(home, { ...NOTHING, active_profile: "team" });
  const repository = await findRepository(home, {});
  if (repository === undefined) throw new Error("no repository");
  await updateRepository(repository, { active_stack: "gpu" });
  expect(await findRepository(home, {})).toMatchObject({
    active_profile: "team",
    active_stack: "gpu",
  });
});
