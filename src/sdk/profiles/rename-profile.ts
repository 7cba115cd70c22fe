// Gives a profile another name. Its store and its files stay where they are.
import type { Profile } from "../../config/config-model.js";
import { findProfile } from "../../config/find-profile.js";
import { folderName, folderOf } from "../../config/folder-name.js";
import { updateGlobalConfig } from "../../config/global-file.js";
import { updateRepository } from "../../config/repository-file.js";
import { ZenError } from "../../domain/errors.js";
import { checkProfileName } from "./check-profile-name.js";
import type { KnownProfiles } from "./read-profiles.js";

export interface Renaming {
  readonly profile: Profile;
  /** What still says the old name, or may. */
  readonly warnings: readonly string[];
}

/** Errors: `not_found`, `entity_exists`, `invalid_input`. */
export async function renameProfile(
  before: string,
  name: string,
  known: KnownProfiles,
): Promise<Renaming> {
  checkProfileName(name);
  const { paths, repository } = known;
  const { updateCredentials } = await import("../../config/credentials.js");
  let renamed = findProfile(known.config, before);
  await updateGlobalConfig(paths, async (config) => {
    const profile = findProfile(config, before);
    if (config === undefined || before === name) return undefined;
    if (config.profiles.some((one) => one.name === name)) throw existing(name);
    renamed = withName(profile, name);
    // The old entry goes when the new one holds.
    await updateCredentials(paths, (all) => ({ ...all, [name]: all[before] ?? {} }));
    const active_profile = config.active_profile === before ? name : config.active_profile;
    const profiles = config.profiles.map((one) => (one === profile ? renamed : one));
    return { active_profile, profiles };
  });
  if (before === name) return { profile: renamed, warnings: [] };
  await updateCredentials(paths, (all) => ({ ...all, [before]: {} }));
  if (repository?.active_profile === before) {
    await updateRepository(repository, { active_profile: name });
  }
  return { profile: renamed, warnings: warnings(before, name, known) };
}

function withName({ folder: _folder, ...profile }: Profile, name: string): Profile {
  const folder = folderOf({ ...profile, ...(_folder === undefined ? {} : { folder: _folder }) });
  const renamed = { ...profile, name };
  return folder === folderName(name) ? renamed : { ...renamed, folder };
}

function warnings(before: string, name: string, { profile }: KnownProfiles): string[] {
  const isNamed = profile?.source === "environment" && profile.value === before;
  return [
    ...(isNamed
      ? [`${profile.origin} still says '${before}': export ${profile.origin}=${name}`]
      : []),
    `Other repositories may still name '${before}'; there: zenml profile set ${name}`,
  ];
}

function existing(name: string): ZenError {
  return new ZenError("entity_exists", `Profile '${name}' already exists.`, {
    hint: "Choose another name.",
  });
}
