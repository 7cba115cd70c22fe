// Decides which profile, project and stack apply, and remembers who said so. Unknown names are errors,
// never a reason to take something else.
import { join } from "node:path";
import { ZenError } from "../domain/errors.js";
import { DEFAULT_NAME, chosenProfile, unknownProfile } from "./choose-profile.js";
import type { GlobalConfig, StoreType } from "./config-model.js";
import { folderOf } from "./folder-name.js";
import { readGlobalConfig } from "./global-file.js";
import { newProfile } from "./new-profile.js";
import type { ConfigPaths } from "./paths.js";
import type { Repository } from "./repository-file.js";
import { flagOrVariable, readLayers } from "./setting-layers.js";
import type { Layers, Setting, SettingsRequest } from "./setting-layers.js";
import { tlsOfEnvironment, tlsOfProfile } from "./server-tls.js";
import type { ServerTls } from "./server-tls.js";
import { absoluteUrl, localFolderOfUrl, storeTypeOf } from "./store-url.js";
import { withoutPassword } from "./url-password.js";

export type { Setting, SettingSource, SettingsRequest } from "./setting-layers.js";

export interface Settings {
  readonly paths: ConfigPaths;
  readonly repository: Repository | undefined;
  /** Undefined when the environment names a store. */
  readonly profile: Setting | undefined;
  /** The URL is without its password. */
  readonly store: {
    readonly type: StoreType;
    readonly url: string;
    /** How a server's certificate is looked at, where that is not as usual. */
    readonly tls?: ServerTls | undefined;
  };
  readonly user: Setting;
  readonly project: Setting;
  readonly stack: Setting;
  /** Folder of this machine for logs and local bytes. */
  readonly localFolder: string;
  /** The profile does not exist yet: the first use of this machine creates it. */
  readonly isFirstUse: boolean;
}

/** Errors: `unknown_setting`, `config_invalid`, `invalid_input`. */
export async function resolveSettings(request: SettingsRequest = {}): Promise<Settings> {
  const layers = await readLayers(request);
  const url = layers.env["ZENML_STORE_URL"];
  if (url && layers.flags.profile === undefined) return settingsOfUrl(url, layers);
  return settingsOfProfile(await readGlobalConfig(layers.paths), layers);
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
  const absolute = absoluteUrl(withoutPassword(url), { cwd, env });
  return {
    paths: layers.paths,
    repository: layers.repository,
    profile: undefined,
    store: { type: storeTypeOf(absolute), url: absolute, tls: tlsOfEnvironment(env) },
    user: byDefault,
    project: setting("project"),
    stack: setting("stack"),
    localFolder: localFolderOfUrl(absolute, cwd, env),
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
  const repositoryHolds = holdsFor(repository, profile.name) ? repository : undefined;
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
    store: { type: profile.store_type, url: profile.store_url, tls: tlsOfProfile(profile) },
    user: global(profile.active_user),
    project: setting("project"),
    stack: setting("stack"),
    localFolder: join(paths.local, folderOf(profile)),
    isFirstUse,
  };
}

/** What a repository says about stack and project is meant for the profile that it names. */
export function holdsFor(repository: Repository | undefined, profile: string): boolean {
  return repository !== undefined && (repository.active_profile ?? profile) === profile;
}

function repositorySetting(
  kind: "project" | "stack",
  repository: Repository | undefined,
): Setting | undefined {
  const value = repository?.[`active_${kind}`] ?? null;
  if (repository === undefined || value === null) return undefined;
  return { value, source: "repository", origin: repository.file };
}
