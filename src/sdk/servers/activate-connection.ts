// Makes a profile of a server the active one where somebody works, and leads back from there.
import type { RepositoryConfig } from "../../config/config-model.js";
import { updateGlobalConfig } from "../../config/global-file.js";
import { findRepository, updateRepository } from "../../config/repository-file.js";
import type { KnownProfiles } from "../profiles/read-profiles.js";
import { setActive } from "../session/set-active.js";
import type { ActiveChange } from "../session/set-active.js";
import { goTo, keepFirst, returnPath } from "./return-path.js";
import type { Place } from "./return-path.js";

/** What keeps this terminal with its store, whatever settings files say; undefined: nothing does. */
export function pinnedBy({ profile, settings }: KnownProfiles): string | undefined {
  if (settings !== undefined && settings.profile === undefined) return "ZENML_STORE_URL";
  return profile?.source === "environment" ? (profile.origin ?? undefined) : undefined;
}

/** Errors: `not_found`, `config_invalid`. */
export async function activateConnection(
  name: string,
  known: KnownProfiles,
): Promise<ActiveChange> {
  const { paths, repository, config } = known;
  const before: Place =
    repository === undefined
      ? { profile: config?.active_profile ?? null, project: null, stack: null }
      : placeOf(repository);
  const active = before.profile ?? config?.active_profile;
  const isServer = config?.profiles.some((one) => one.name === active && isRest(one)) ?? false;
  await goTo(paths, repository?.file ?? paths.globalFile, { before, isServer, target: name });
  return setActive({ kind: "profile", name }, known);
}

function placeOf(repository: RepositoryConfig): Place {
  const { active_profile, active_project, active_stack } = repository;
  return { profile: active_profile, project: active_project, stack: active_stack };
}

function isRest({ store_type }: { readonly store_type: string }): boolean {
  return store_type === "rest";
}

/**
 * Where the settings file says that `name` is active, back to what was before it; the profile that is
 * active there now, undefined where something else was active.
 */
export async function returnFrom(
  name: string,
  known: KnownProfiles,
  { scope }: { readonly scope: "repository" | "global" },
): Promise<string | undefined> {
  const { paths, config, repository } = known;
  const profiles = config?.profiles ?? [];
  const isThere = (profile: string | null) =>
    profile === null ? scope === "repository" : profiles.some((one) => one.name === profile);
  const isActive =
    scope === "global" ? config?.active_profile === name : repository?.active_profile === name;
  if (!isActive) return undefined;
  const file = scope === "global" ? paths.globalFile : (repository?.file ?? "");
  const walked = returnPath(paths, file);
  const at = walked.findLastIndex(({ profile }) => profile !== name && isThere(profile));
  const place = walked[at] ?? { profile: usualProfile(known, name), project: null, stack: null };
  if (place.profile === null && scope === "global") return undefined;
  if (scope === "repository" && repository !== undefined) {
    const { profile, project, stack } = place;
    await updateRepository(repository, {
      active_profile: profile,
      active_project: project,
      active_stack: stack,
    });
  } else {
    await updateGlobalConfig(paths, (now) =>
      now === undefined || place.profile === null || now.active_profile !== name
        ? undefined
        : { ...now, active_profile: place.profile },
    );
  }
  await keepFirst(paths, file, Math.max(at, 0));
  return place.profile ?? config?.active_profile;
}

/** One whose store lies where nobody has to be asked; null where there is none. */
function usualProfile({ config }: KnownProfiles, without: string): string | null {
  const others = (config?.profiles ?? []).filter((one) => one.name !== without && !isRest(one));
  return (others.find(({ name }) => name === "default") ?? others[0])?.name ?? null;
}

/** Whether another repository that is known works with the profile. */
export async function isUsedElsewhere(
  name: string,
  { config, repository, paths }: KnownProfiles,
  files: readonly string[],
): Promise<boolean> {
  if (config?.active_profile === name) return true;
  for (const file of files) {
    if (file === paths.globalFile || file === repository?.file) continue;
    const root = file.replace(/[\\/]\.zen[\\/]zenml\.yaml$/, "");
    const other = await findRepository(root, { ZENML_REPOSITORY_PATH: root }).catch(
      () => undefined,
    );
    if (other?.active_profile === name) return true;
  }
  return false;
}
