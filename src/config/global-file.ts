// The settings of a machine's user: all profiles, and which one is active.
import { join } from "node:path";
import { FORMAT_VERSION, STORE_TYPES } from "./config-model.js";
import type { GlobalConfig, Profile, StoreType } from "./config-model.js";
import { withFileLock } from "./file-lock.js";
import type { ConfigPaths } from "./paths.js";
import { writePlain } from "./plain-yaml.js";
import type { PlainDocument, PlainRecord } from "./plain-yaml.js";
import { hasExactly, isSimpleName, readConfig } from "./read-config.js";
import { replaceFile } from "./write-file.js";

/** Undefined on a machine where nothing was done yet. Errors: `config_invalid`. */
export function readGlobalConfig(paths: ConfigPaths): Promise<GlobalConfig | undefined> {
  return readConfig(paths.globalFile, {
    fromPlain,
    schema: async () => (await import("./config-schemas.js")).GlobalSchema,
  });
}

/**
 * Changes the file while no other process does; `change` sees what is in it now. Returning undefined
 * leaves it as it is.
 */
export function updateGlobalConfig(
  paths: ConfigPaths,
  change: (
    config: GlobalConfig | undefined,
  ) => Promise<GlobalConfig | undefined> | GlobalConfig | undefined,
): Promise<GlobalConfig | undefined> {
  return withFileLock(join(paths.folder, "zenml.lock"), async () => {
    const before = await readGlobalConfig(paths);
    const after = await change(before);
    if (after !== undefined) replaceFile(paths.globalFile, writePlain(toPlain(after)));
    return after ?? before;
  });
}

function toPlain(config: GlobalConfig): PlainDocument {
  return {
    version: FORMAT_VERSION,
    active_profile: config.active_profile,
    profiles: config.profiles.map(profileToPlain),
  };
}

function profileToPlain(profile: Profile): PlainRecord {
  return {
    name: profile.name,
    store_type: profile.store_type,
    store_url: profile.store_url,
    active_project: profile.active_project,
    active_stack: profile.active_stack,
    active_user: profile.active_user,
    ...(profile.folder === undefined ? {} : { folder: profile.folder }),
    ...(profile.ssl_ca === undefined ? {} : { ssl_ca: profile.ssl_ca }),
    ...(profile.ssl_verify === undefined ? {} : { ssl_verify: profile.ssl_verify }),
  };
}

function fromPlain(document: PlainDocument): GlobalConfig | undefined {
  if (!hasExactly(document, ["version", "active_profile", "profiles"])) return undefined;
  const { version, active_profile, profiles: records } = document;
  if (version !== FORMAT_VERSION || !isSimpleName(active_profile)) return undefined;
  if (typeof records !== "object" || records === null) return undefined;
  const profiles: Profile[] = [];
  for (const record of records) {
    const profile = profileFromPlain(record);
    if (profile === undefined || profiles.some(({ name }) => name === profile.name))
      return undefined;
    profiles.push(profile);
  }
  return { active_profile, profiles };
}

function profileFromPlain(record: PlainRecord): Profile | undefined {
  const { name, store_type, store_url, active_project, active_stack, active_user } = record;
  const { folder, ssl_ca, ssl_verify, ...rest } = record;
  const isComplete = hasExactly(rest, [
    "name",
    "store_type",
    "store_url",
    "active_project",
    "active_stack",
    "active_user",
  ]);
  if (folder !== undefined && !isSimpleName(folder)) return undefined;
  if (!isComplete || !isStoreType(store_type)) return undefined;
  if (typeof store_url !== "string" || store_url === "" || !isSimpleName(name)) return undefined;
  if (!isSimpleName(active_project) || !isSimpleName(active_stack)) return undefined;
  if (!isSimpleName(active_user)) return undefined;
  if (ssl_ca !== undefined && (typeof ssl_ca !== "string" || ssl_ca === "")) return undefined;
  if (ssl_verify !== undefined && ssl_verify !== "none") return undefined;
  return {
    ...{ name, store_type, store_url, active_project, active_stack, active_user },
    ...(folder === undefined ? {} : { folder }),
    ...(ssl_ca === undefined ? {} : { ssl_ca }),
    ...(ssl_verify === undefined ? {} : { ssl_verify }),
  };
}

function isStoreType(value: unknown): value is StoreType {
  return STORE_TYPES.some((type) => type === value);
}
