// Decides which profile, project and stack apply, and remembers who said so. Unknown names are errors,
// never a reason to take something else.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ZenError } from "../domain/errors.js";
import { nearest } from "../util/nearest.js";
import type { GlobalConfig, Profile, StoreType } from "./config-model.js";
import { readGlobalConfig } from "./global-file.js";
import { configPaths } from "./paths.js";
import type { ConfigPaths } from "./paths.js";
import { findRepository } from "./repository-file.js";
import type { Repository } from "./repository-file.js";
import { localFolderOfUrl, pathOfUrl, storeTypeOf } from "./store-url.js";

export type SettingSource = "flag" | "environment" | "repository" | "global" | "default";

export interface Setting {
  readonly value: string;
  readonly source: SettingSource;
  /** The flag, variable or file that said it; null for a default. */
  readonly origin: string | null;
}

export interface SettingFlags {
  readonly profile?: string | undefined;
  readonly project?: string | undefined;
  readonly stack?: string | undefined;
}

export interface SettingsRequest {
  readonly flags?: SettingFlags;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

export interface Settings {
  readonly paths: ConfigPaths;
  readonly repository: Repository | undefined;
  /** Undefined when the environment names a store. */
  readonly profile: Setting | undefined;
  readonly store: { readonly type: StoreType; readonly url: string };
  readonly user: Setting;
  readonly project: Setting;
  readonly stack: Setting;
  /** Folder of this machine for logs and local bytes. */
  readonly localFolder: string;
  /** The profile does not exist yet: the first use of this machine creates it. */
  readonly isFirstUse: boolean;
}

export const DEFAULT_NAME = "default";

interface Layers {
  readonly flags: SettingFlags;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly paths: ConfigPaths;
  readonly repository: Repository | undefined;
}

/** Errors: `unknown_setting`, `config_invalid`, `invalid_input`. */
export async function resolveSettings(request: SettingsRequest = {}): Promise<Settings> {
  const { flags = {}, env = process.env, cwd = process.cwd() } = request;
  const paths = configPaths(env);
  const repository = await findRepository(cwd, env);
  const layers: Layers = { flags, env, cwd, paths, repository };
  const url = env["ZENML_STORE_URL"];
  if (url && flags.profile === undefined) return settingsOfUrl(url, layers);
  const config = await readGlobalConfig(paths);
  return settingsOfProfile(config, layers);
}

/** The environment alone is enough: no settings file is read or written. */
function settingsOfUrl(url: string, layers: Layers): Settings {
  const { env, cwd } = layers;
  if (env["ZENML_ACTIVATED_PROFILE"]) {
    throw new ZenError(
      "unknown_setting",
      "ZENML_STORE_URL and ZENML_ACTIVATED_PROFILE both say which store to use.",
      { hint: "Unset one of them, or choose with --profile." },
    );
  }
  const byDefault: Setting = { value: DEFAULT_NAME, source: "default", origin: null };
  // A repository that names no profile means whichever store is used.
  const repository = layers.repository?.active_profile === null ? layers.repository : undefined;
  const setting = (kind: "project" | "stack") =>
    flagOrVariable(kind, layers) ?? repositorySetting(kind, repository) ?? byDefault;
  const type = storeTypeOf(url);
  return {
    paths: layers.paths,
    repository: layers.repository,
    profile: undefined,
    store: { type, url: absoluteUrl(url, type, cwd) },
    user: byDefault,
    project: setting("project"),
    stack: setting("stack"),
    localFolder: localFolderOfUrl(url, cwd, env),
    isFirstUse: false,
  };
}

function settingsOfProfile(config: GlobalConfig | undefined, layers: Layers): Settings {
  const { paths, repository } = layers;
  const chosen = chosenProfile(config, layers);
  const known = config?.profiles ?? [];
  const found = known.find((profile) => profile.name === chosen.value);
  const isFirstUse = config === undefined && chosen.value === DEFAULT_NAME;
  if (found === undefined && !isFirstUse) throw unknownProfile(chosen, known);
  const profile = found ?? newProfile(DEFAULT_NAME, paths);
  // What a repository says about stack and project is meant for the profile that it names.
  const meant = repository?.active_profile ?? profile.name;
  const repositoryHolds = meant === profile.name ? repository : undefined;
  const global = (value: string): Setting => ({
    value,
    source: "global",
    origin: paths.globalFile,
  });
  const setting = (kind: "project" | "stack") =>
    flagOrVariable(kind, layers) ??
    repositorySetting(kind, repositoryHolds) ??
    global(profile[`active_${kind}`]);
  return {
    paths,
    repository,
    profile: chosen,
    store: { type: profile.store_type, url: profile.store_url },
    user: global(profile.active_user),
    project: setting("project"),
    stack: setting("stack"),
    localFolder: join(paths.local, profile.name),
    isFirstUse,
  };
}

function chosenProfile(config: GlobalConfig | undefined, layers: Layers): Setting {
  const { repository, paths } = layers;
  const named = flagOrVariable("profile", layers);
  if (named !== undefined) return named;
  if (repository !== undefined && repository.active_profile !== null) {
    return { value: repository.active_profile, source: "repository", origin: repository.file };
  }
  const value = config?.active_profile ?? DEFAULT_NAME;
  return { value, source: "global", origin: paths.globalFile };
}

function flagOrVariable(kind: keyof SettingFlags, { flags, env }: Layers): Setting | undefined {
  const flag = flags[kind];
  if (flag !== undefined) return { value: flag, source: "flag", origin: `--${kind}` };
  const origin = `ZENML_ACTIVATED_${kind.toUpperCase()}`;
  const value = env[origin];
  return value ? { value, source: "environment", origin } : undefined;
}

function repositorySetting(
  kind: "project" | "stack",
  repository: Repository | undefined,
): Setting | undefined {
  const value = repository?.[`active_${kind}`] ?? null;
  if (repository === undefined || value === null) return undefined;
  return { value, source: "repository", origin: repository.file };
}

/** A profile as it is created when nothing else is said: a local store in the settings folder. */
export function newProfile(name: string, paths: ConfigPaths, folder = name): Profile {
  return {
    name,
    store_type: "local",
    store_url: pathToFileURL(join(paths.profiles, folder)).href,
    active_project: DEFAULT_NAME,
    active_stack: DEFAULT_NAME,
    active_user: DEFAULT_NAME,
  };
}

function wayOut({ source, origin }: Setting): string {
  if (source === "flag") return `Give ${origin} one of them.`;
  if (source === "environment") return `unset ${origin}`;
  return `Correct active_profile in ${origin}, or choose with --profile.`;
}

function absoluteUrl(url: string, type: StoreType, cwd: string): string {
  const path = pathOfUrl(url, cwd);
  if (path === undefined) return url;
  if (type === "local") return pathToFileURL(path).href;
  return url.replace(/^([^/]*:\/\/\/)(?!\/)(?<path>[^?]*)/, (_, scheme: string) => scheme + path);
}

function unknownProfile(chosen: Setting, known: readonly Profile[]): ZenError {
  const names = known.map(({ name }) => name);
  const close = nearest(chosen.value, names);
  const list = names.map((name) => `'${name}'`).join(", ") || "none yet";
  return new ZenError(
    "unknown_setting",
    `There is no profile named '${chosen.value}' (${chosen.origin}). Profiles: ${list}.`,
    {
      hint: close === undefined ? wayOut(chosen) : `Did you mean '${close}'?`,
      details: { known: names },
    },
  );
}
