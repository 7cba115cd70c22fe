// What can keep this program from working on this machine, looked at one thing after the other. Changes
// nothing: a store that is not there is not made.
import { accessSync, constants, existsSync, statSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { readGlobalConfig } from "../../config/global-file.js";
import type { Profile } from "../../config/config-model.js";
import { configPaths } from "../../config/paths.js";
import type { ConfigPaths } from "../../config/paths.js";
import { resolveSettings } from "../../config/resolve-settings.js";
import { findRepository } from "../../config/repository-file.js";
import { isZenError } from "../../domain/errors.js";
import { VERSION } from "../../util/version.js";
import { openSettingsStore } from "../session/open-settings-store.js";

export interface Check {
  readonly check: string;
  readonly result: "ok" | "warning" | "problem";
  readonly details: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
}

export interface DoctorRequest {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly nodeVersion: string;
}

/** Every check, those of the machine first, then a row for each profile's store. */
export async function runChecks(request: DoctorRequest): Promise<readonly Check[]> {
  const paths = configPaths(request.env);
  return [
    { check: "zenml", result: "ok", details: VERSION },
    nodeCheck(request.nodeVersion),
    ...folderChecks(paths),
    diskCheck(paths),
    await guarded("database driver", databaseCheck),
    await guarded("TypeScript", bundlerCheck),
    await guarded("repository", () => repositoryCheck(request)),
    ...(await storeChecks(paths, request)),
  ];
}

const OLDEST_NODE = [20, 19] as const;

function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (!isOld) return { check: "Node", result: "ok", details: version };
  const hint = `Install Node ${OLDEST_NODE.join(".")} or newer.`;
  return { check: "Node", result: "problem", details: `${version} is too old`, hint };
}

/** Decides whether a new folder can be made. */
function nearestThere(folder: string): string {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  return there;
}

function folderChecks({ folder }: ConfigPaths): Check[] {
  const there = nearestThere(folder);
  const check = "settings folder";
  try {
    accessSync(there, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const hint = `Make it yours, or name another one in ZENML_CONFIG_PATH.`;
    return [{ check, result: "problem", details: `${there} cannot be written`, hint }];
  }
  const state = there === folder ? "" : " (made when it is needed)";
  return [{ check, result: "ok", details: `${folder}${state}` }, ...secrecyChecks(folder)];
}

const OTHERS = 0o077;

function secrecyChecks(folder: string): Check[] {
  if (process.platform === "win32") return [];
  return ["credentials.yaml", "secrets.key"].flatMap((name): Check[] => {
    const stat = statSync(`${folder}/${name}`, { throwIfNoEntry: false });
    if (stat === undefined || (stat.mode & OTHERS) === 0) return [];
    const details = `${folder}/${name} can be read by others`;
    return [{ check: "secrecy", result: "problem", details, hint: `chmod 600 ${folder}/${name}` }];
  });
}

const LITTLE_DISK = 500 * 1024 * 1024;

function diskCheck({ folder }: ConfigPaths): Check {
  const there = nearestThere(folder);
  const { bavail, bsize } = statfsSync(there);
  const free = bavail * bsize;
  const details = `${(free / 1024 ** 3).toFixed(1)} GiB free at ${there}`;
  if (free >= LITTLE_DISK) return { check: "disk", result: "ok", details };
  return {
    check: "disk",
    result: "warning",
    details,
    hint: "Make room for artifacts and records.",
  };
}

async function databaseCheck(): Promise<Check> {
  const { DatabaseSync } = await import("@photostructure/sqlite");
  const database = new DatabaseSync(":memory:");
  try {
    const version = database.prepare("select sqlite_version() as version").get();
    return {
      check: "database driver",
      result: "ok",
      details: `SQLite ${String(version?.["version"])}`,
    };
  } finally {
    database.close();
  }
}

async function bundlerCheck(): Promise<Check> {
  const { transform, version } = await import("esbuild");
  await transform("let x: number = 1", { loader: "ts" });
  return { check: "TypeScript", result: "ok", details: `esbuild ${version}` };
}

async function repositoryCheck({ cwd, env }: DoctorRequest): Promise<Check> {
  const repository = await findRepository(cwd, env);
  const details = repository?.root ?? "none around this folder; settings are those of the machine";
  return { check: "repository", result: "ok", details };
}

async function storeChecks(paths: ConfigPaths, request: DoctorRequest): Promise<Check[]> {
  const { env, cwd } = request;
  if (env["ZENML_STORE_URL"]) return [await storeCheck("store of the environment", request)];
  try {
    const config = await readGlobalConfig(paths);
    if (config === undefined) {
      return [
        { check: "profiles", result: "ok", details: "none yet; the first command makes one" },
      ];
    }
    return await Promise.all(
      config.profiles.map((profile: Profile) =>
        storeCheck(`profile '${profile.name}'`, { env, cwd, profile: profile.name }),
      ),
    );
  } catch (error) {
    return [problem("settings file", error)];
  }
}

interface StoreRequest extends Pick<DoctorRequest, "env" | "cwd"> {
  readonly profile?: string;
}

function storeCheck(check: string, { env, cwd, profile }: StoreRequest): Promise<Check> {
  return guarded(check, async () => {
    const flags = profile === undefined ? {} : { profile };
    const settings = await resolveSettings({ flags, env, cwd, ignoresRepository: true });
    const warnings: string[] = [];
    const tell = { notice: () => undefined, warn: (text: string) => void warnings.push(text) };
    const store = await openSettingsStore(settings, { env, tell });
    try {
      const { items } = await store.stacks.list({ limit: 1 });
      const details = `${store.type} ${store.url}`;
      if (warnings.length > 0) return { check, result: "warning", details: warnings.join("; ") };
      if (items.length > 0) return { check, result: "ok", details };
      const hint = "zenml stack register NAME -o default -a default";
      return { check, result: "warning", details: `${details} has no stack`, hint };
    } finally {
      await store.close();
    }
  });
}

async function guarded(check: string, look: () => Promise<Check>): Promise<Check> {
  try {
    return await look();
  } catch (error) {
    return problem(check, error);
  }
}

function problem(check: string, error: unknown): Check {
  const details = error instanceof Error ? error.message : String(error);
  const hint = isZenError(error) ? error.hint : "npm install zenml";
  return { check, result: "problem", details, hint };
}
