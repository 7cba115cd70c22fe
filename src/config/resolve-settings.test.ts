import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, expect, test } from "vitest";
import { updateGlobalConfig } from "./global-file.js";
import { configPaths } from "./paths.js";
import { createRepository } from "./repository-file.js";
import { newProfile } from "./new-profile.js";
import { resolveSettings } from "./resolve-settings.js";
import { localFolderOfUrl, storeTypeOf } from "./store-url.js";

let home: string;
let cwd: string;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "zenml-settings-"));
  cwd = join(home, "work");
  mkdirSync(cwd);
});

async function makeProfiles(): Promise<void> {
  const paths = configPaths({ HOME: home });
  await updateGlobalConfig(paths, () => ({
    active_profile: "global",
    profiles: ["global", "repository", "environment", "flag"].map((name) => ({
      ...newProfile(name, paths),
      active_project: `project of ${name}`,
      active_stack: `stack of ${name}`,
    })),
  }));
}

interface Layers {
  readonly repository?: boolean;
  readonly environment?: boolean;
  readonly flag?: boolean;
}

/** Every layer that is there says its own name. */
async function resolveWith(kind: "profile" | "project" | "stack", layers: Layers) {
  await makeProfiles();
  if (layers.repository === true) {
    const nothing = { active_profile: null, active_project: null, active_stack: null };
    createRepository(cwd, { ...nothing, [`active_${kind}`]: "repository" });
  }
  const env: NodeJS.ProcessEnv = { HOME: home };
  if (layers.environment === true) env[`ZENML_ACTIVATED_${kind.toUpperCase()}`] = "environment";
  const flags = layers.flag === true ? { [kind]: "flag" } : {};
  return (await resolveSettings({ flags, env, cwd }))[kind];
}

const RANKING = ["flag", "environment", "repository", "global"] as const;
const MATRIX = Array.from({ length: 8 }, (_, bits) => ({
  flag: (bits & 4) !== 0,
  environment: (bits & 2) !== 0,
  repository: (bits & 1) !== 0,
}));

test.each(MATRIX)("the highest of %j decides on the profile", async (layers) => {
  const winner = RANKING.find((layer) => layer === "global" || layers[layer]);
  expect(await resolveWith("profile", layers)).toMatchObject({ value: winner, source: winner });
});

test.each(MATRIX)("the highest of %j decides on project and stack", async (layers) => {
  const winner = RANKING.find((layer) => layer === "global" || layers[layer]) ?? "global";
  for (const kind of ["project", "stack"] as const) {
    const value = winner === "global" ? `${kind} of global` : winner;
    expect(await resolveWith(kind, layers)).toMatchObject({ value, source: winner });
    cwd = mkdtempSync(join(home, "work-"));
  }
});

test("each setting names the flag, variable or file that said it", async () => {
  await makeProfiles();
  createRepository(cwd, { active_profile: "global", active_project: "p", active_stack: null });
  const env = { HOME: home, ZENML_ACTIVATED_STACK: "s" };
  const { profile, project, stack } = await resolveSettings({
    flags: { profile: "global" },
    env,
    cwd,
  });
  expect(profile?.origin).toBe("--profile");
  expect(project.origin).toBe(join(cwd, ".zen", "zenml.yaml"));
  expect(stack.origin).toBe("ZENML_ACTIVATED_STACK");
});

test("a repository's stack is not applied to another profile than the one it was chosen for", async () => {
  await makeProfiles();
  createRepository(cwd, {
    active_profile: "repository",
    active_project: null,
    active_stack: "gpu",
  });
  const env = { HOME: home, ZENML_ACTIVATED_PROFILE: "flag" };
  const { stack } = await resolveSettings({ env, cwd });
  expect(stack).toMatchObject({ value: "stack of flag", source: "global" });
});

test.each([
  ["flag", { flags: { profile: "flga" } }, "flga", "--profile"],
  [
    "variable",
    { env: { ZENML_ACTIVATED_PROFILE: "nowhere" } },
    "nowhere",
    "ZENML_ACTIVATED_PROFILE",
  ],
])(
  "an unknown profile of a %s is an error that lists those there are",
  async (_, request, name, origin) => {
    await makeProfiles();
    const env = { HOME: home, ...("env" in request ? request.env : {}) };
    await expect(resolveSettings({ ...request, env, cwd })).rejects.toMatchObject({
      code: "unknown_setting",
      message: `There is no profile named '${name}' (${origin}). Profiles: 'global', 'repository', 'environment', 'flag'.`,
    });
  },
);

test("on a new machine the default profile is meant, and nothing is written", async () => {
  const settings = await resolveSettings({ env: { HOME: home }, cwd });
  expect(settings).toMatchObject({
    isFirstUse: true,
    profile: { value: "default", source: "global" },
    store: { type: "local" },
  });
  const named = resolveSettings({ env: { HOME: home }, flags: { profile: "team" }, cwd });
  await expect(named).rejects.toThrow("Profiles: none yet");
});

test("a store URL alone is enough, and needs no settings file", async () => {
  const env = { HOME: home, ZENML_STORE_URL: "sqlite:///history.db", ZENML_ACTIVATED_PROJECT: "p" };
  const settings = await resolveSettings({ env, cwd });
  expect(settings).toMatchObject({
    profile: undefined,
    store: { type: "sql", url: `sqlite:///${join(cwd, "history.db")}` },
    project: { value: "p", source: "environment" },
    stack: { value: "default", source: "default" },
    localFolder: join(cwd, "history.db.local"),
    isFirstUse: false,
  });
});

test("a profile named on the command line wins over a store URL of the environment", async () => {
  await makeProfiles();
  const env = { HOME: home, ZENML_STORE_URL: "memory:" };
  const settings = await resolveSettings({ env, cwd, flags: { profile: "flag" } });
  expect(settings.profile?.value).toBe("flag");
});

test("two variables that name different stores are an error", async () => {
  const env = { HOME: home, ZENML_STORE_URL: "memory:", ZENML_ACTIVATED_PROFILE: "a" };
  await expect(resolveSettings({ env, cwd })).rejects.toMatchObject({ code: "unknown_setting" });
});

test.each([
  ["file:///tmp/x", "local"],
  ["./relative", "local"],
  ["C:\\stores\\x", "local"],
  ["sqlite:////tmp/x.db", "sql"],
  ["mysql+pymysql://u:p@host/db", "sql"],
  ["postgresql://host/db", "sql"],
  ["https://zenml.example.org", "rest"],
])("%s is a %s store", (url, type) => {
  expect(storeTypeOf(url)).toBe(type);
});

test("a mistyped scheme gets a suggestion", () => {
  expect(() => storeTypeOf("sqlit:///x.db")).toThrow("No store has URLs that begin with 'sqlit:'");
});

test("local bytes of a remote store lie in the user's data folder", () => {
  const folder = localFolderOfUrl("mysql://host/db", cwd, { HOME: home });
  expect(folder).toMatch(join(home, ".local", "share", "zenml"));
});

test("a relative folder of the environment is made absolute", async () => {
  const settings = await resolveSettings({ env: { HOME: home, ZENML_STORE_URL: "./store" }, cwd });
  expect(settings.store.url).toBe(pathToFileURL(join(cwd, "store")).href);
});
