// Which settings name a stack as the active one: what deleting and renaming have to look at.
import type { Profile } from "../../config/config-model.js";
import { readGlobalConfig, updateGlobalConfig } from "../../config/global-file.js";
import { updateRepository } from "../../config/repository-file.js";
import { holdsFor } from "../../config/resolve-settings.js";
import type { SettingSource, Settings } from "../../config/resolve-settings.js";

interface SettingsSession {
  readonly settings: Settings;
  readonly project: { readonly name: string };
}

export interface StackSetting {
  readonly source: Extract<SettingSource, "environment" | "repository" | "global">;
  /** The variable or file. */
  readonly origin: string;
}

/** `names`: its name and id, each of which may stand there. */
export async function settingsNaming(
  session: SettingsSession,
  names: readonly string[],
): Promise<readonly StackSetting[]> {
  const { stack: active, repository, paths } = session.settings;
  const naming: StackSetting[] = [];
  const isNamed = (value: string | null) => value !== null && names.includes(value);
  if (active.source === "environment" && isNamed(active.value)) {
    naming.push({ source: "environment", origin: active.origin ?? "the environment" });
  }
  const profile = await profileOf(session);
  const local = repository?.active_stack ?? null;
  if (isRepositoryMeant(session, profile) && repository !== undefined && isNamed(local)) {
    naming.push({ source: "repository", origin: repository.file });
  }
  if (isProfileMeant(session, profile) && isNamed(profile?.active_stack ?? null)) {
    naming.push({ source: "global", origin: paths.globalFile });
  }
  return naming;
}

/** Lets the settings files of this machine follow a stack to its new name. */
export async function renameInSettings(
  session: SettingsSession,
  stack: string,
  name: string,
): Promise<void> {
  const { repository, paths } = session.settings;
  const naming = await settingsNaming(session, [stack]);
  const isNamedBy = (source: StackSetting["source"]) =>
    naming.some((setting) => setting.source === source);
  if (isNamedBy("repository") && repository !== undefined) {
    await updateRepository(repository, { active_stack: name });
  }
  if (!isNamedBy("global")) return;
  const profile = session.settings.profile?.value;
  await updateGlobalConfig(paths, (config) => {
    if (config === undefined) return undefined;
    const profiles = config.profiles.map((one) =>
      one.name === profile && one.active_stack === stack ? { ...one, active_stack: name } : one,
    );
    return { ...config, profiles };
  });
}

async function profileOf({ settings }: SettingsSession): Promise<Profile | undefined> {
  if (settings.profile === undefined) return undefined;
  const config = await readGlobalConfig(settings.paths);
  return config?.profiles.find(({ name }) => name === settings.profile?.value);
}

/** A name in settings means a stack of the project that they name. */
function isProfileMeant({ project }: SettingsSession, profile: Profile | undefined): boolean {
  return profile?.active_project === project.name;
}

function isRepositoryMeant(session: SettingsSession, profile: Profile | undefined): boolean {
  const { repository, profile: active } = session.settings;
  const holds =
    active === undefined ? repository?.active_profile === null : holdsFor(repository, active.value);
  const project = repository?.active_project ?? profile?.active_project ?? session.project.name;
  return holds && project === session.project.name;
}
