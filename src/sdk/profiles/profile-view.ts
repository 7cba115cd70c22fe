import type { Profile } from "../../config/config-model.js";
import type { KnownProfiles } from "./read-profiles.js";

/** A profile as people and programs see it; of the active one, what is in effect now. */
export interface ProfileView extends Omit<Profile, "folder"> {
  readonly active: boolean;
}

/** In order of creation. */
export function profileViews(known: KnownProfiles): ProfileView[] {
  return (known.config?.profiles ?? []).map((profile) => profileView(profile, known));
}

export function profileView(profile: Profile, { settings }: KnownProfiles): ProfileView {
  const { folder: _folder, ...shown } = profile;
  const active = settings?.profile?.value === profile.name;
  if (!active) return { ...shown, active };
  const { project, stack, user } = settings;
  return {
    ...shown,
    active_project: project.value,
    active_stack: stack.value,
    active_user: user.value,
    active,
  };
}
