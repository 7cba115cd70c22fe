import { updateGlobalConfig } from "../../config/global-file.js";
import { updateRepository } from "../../config/repository-file.js";
import { holdsFor } from "../../config/resolve-settings.js";
import type { Session } from "../session.js";

/** Lets the settings files of this machine follow a project to its new name. */
export async function renameProjectSettings(
  { settings }: Pick<Session, "settings">,
  before: string,
  name: string,
): Promise<void> {
  const { repository, profile, paths, store } = settings;
  const isMeant = profile === undefined || holdsFor(repository, profile.value);
  if (repository !== undefined && isMeant && repository.active_project === before) {
    await updateRepository(repository, { active_project: name });
  }
  if (profile === undefined) return;
  await updateGlobalConfig(paths, (config) => {
    if (config === undefined) return undefined;
    const profiles = config.profiles.map((one) =>
      one.store_url === store.url && one.active_project === before
        ? { ...one, active_project: name }
        : one,
    );
    return { ...config, profiles };
  });
}
