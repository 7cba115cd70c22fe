// Profiles as files: for another machine, or for later.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Profile } from "../../config/config-model.js";
import type { ConfigPaths } from "../../config/paths.js";
import { parseProfileFile, writeProfileFile } from "../../config/profile-file.js";
import { pathOfUrl } from "../../config/store-url.js";
import { ZenError } from "../../domain/errors.js";
import type { NewProfileInput } from "./create-profile.js";

/** The file's text. A store in the settings folder belongs to this machine: its place is left out. */
export function exportProfile(profile: Profile, paths: ConfigPaths): string {
  const { name, store_type, store_url, active_project, active_stack, active_user } = profile;
  if (store_type === "memory") {
    throw new ZenError("invalid_input", "A profile in memory cannot be exported.");
  }
  const path = pathOfUrl(store_url, paths.folder);
  const isOwn = path?.startsWith(paths.profiles) ?? false;
  const active = { active_project, active_stack, active_user };
  return writeProfileFile({ name, store_type, ...(isOwn ? {} : { store_url }), ...active });
}

/** What `profile create` is asked with such a file. Errors: `not_found`, `config_invalid`. */
export function importedProfile(file: string, cwd: string): NewProfileInput {
  const path = resolve(cwd, file);
  const profile = parseProfileFile(readText(path), path);
  return {
    name: profile.name,
    type: profile.store_type,
    url: profile.store_url,
    project: profile.active_project,
    stack: profile.active_stack,
    user: profile.active_user,
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZenError("not_found", `The file ${file} cannot be read: ${why}.`, {
      hint: "Write one with: zenml profile export NAME FILE",
      cause,
    });
  }
}
