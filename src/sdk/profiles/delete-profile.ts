// Takes a profile away, and with it what only this profile can reach: what lies in our own folders.
import { existsSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { GlobalConfig, Profile } from "../../config/config-model.js";
import { findProfile } from "../../config/find-profile.js";
import { folderOf } from "../../config/folder-name.js";
import { updateGlobalConfig } from "../../config/global-file.js";
import type { ConfigPaths } from "../../config/paths.js";
import { pathOfUrl } from "../../config/store-url.js";
import { ZenError } from "../../domain/errors.js";
import { findLocalServer } from "../servers/local-server.js";
import { isOldStore } from "./old-store.js";
import type { KnownProfiles } from "./read-profiles.js";

export interface ProfileDeletion {
  readonly profile: Profile;
  /** Folders that are deleted with it. */
  readonly deletes: readonly string[];
  /** What stays: a store elsewhere or in use by others, and files that belong to it. */
  readonly keeps: readonly string[];
}

/** What deleting would do. Errors: `not_found`; `in_use` for an active profile. */
export function planDeletion(name: string, known: KnownProfiles): ProfileDeletion {
  const profile = findProfile(known.config, name);
  const uses = activeBy(name, known);
  if (uses.length > 0) throw activeError(name, uses);
  const { paths } = known;
  const folder = ownFolder(profile, paths);
  const local = join(paths.local, folderOf(profile));
  const locals = existsSync(local) ? [local] : [];
  const isOurs = folder !== undefined && !isShared(folder, profile, known) && !isOldStore(folder);
  if (isOurs) return { profile, deletes: [folder, ...locals], keeps: [] };
  return { profile, deletes: [], keeps: [profile.store_url, ...locals] };
}

/** Errors: those of `planDeletion`, `in_use` while a local server serves it; asked again while nobody else changes the settings. */
export async function deleteProfile(name: string, known: KnownProfiles): Promise<ProfileDeletion> {
  const { paths } = known;
  let done = planDeletion(name, known);
  const server = await findLocalServer(paths);
  if (server?.isRunning === true && server.serves === name) throw servedError(name, server.url);
  await updateGlobalConfig(paths, (config) => {
    done = planDeletion(name, { ...known, config });
    if (config === undefined) return undefined;
    return { ...config, profiles: config.profiles.filter((profile) => profile.name !== name) };
  });
  const { setCredentials } = await import("../../config/credentials.js");
  await setCredentials(paths, name, { password: undefined, token: undefined });
  for (const folder of done.deletes) rmSync(folder, { recursive: true, force: true });
  return done;
}

interface Use {
  readonly where: string;
  readonly wayOut: string;
}

function activeBy(name: string, { config, repository, profile }: KnownProfiles): Use[] {
  const uses: Use[] = [];
  if (profile?.source === "environment" && profile.value === name) {
    uses.push({ where: `in this shell (${profile.origin})`, wayOut: `unset ${profile.origin}` });
  }
  if (repository?.active_profile === name) {
    uses.push({ where: `locally (${repository.file})`, wayOut: "zenml profile set PROFILE" });
  }
  if (config?.active_profile === name) {
    uses.push({ where: "globally", wayOut: "zenml profile set --global PROFILE" });
  }
  return uses;
}

function servedError(name: string, url: string): ZenError {
  return new ZenError(
    "in_use",
    `Profile '${name}' cannot be deleted because the local ZenML server (${url}) serves it.`,
    { hint: "Stop the server first: zenml down" },
  );
}

function activeError(name: string, uses: readonly Use[]): ZenError {
  const where = uses.map((use) => use.where).join(" and ");
  return new ZenError(
    "in_use",
    `Profile '${name}' cannot be deleted because it is active ${where}.`,
    { hint: `Choose another active profile first: ${uses.map((use) => use.wayOut).join("; ")}` },
  );
}

/** The folder below `profiles` that a store lies in; undefined for a store elsewhere. */
export function ownFolder({ store_url }: Profile, paths: ConfigPaths): string | undefined {
  const path = pathOfUrl(store_url, paths.folder);
  if (path === undefined) return undefined;
  const [first = ""] = relative(paths.profiles, path).split(sep);
  return first === "" || first === ".." ? undefined : join(paths.profiles, first);
}

function isShared(
  folder: string,
  profile: Profile,
  { config, paths }: { readonly config: GlobalConfig | undefined; readonly paths: ConfigPaths },
): boolean {
  const others = (config?.profiles ?? []).filter(({ name }) => name !== profile.name);
  return others.some((other) => ownFolder(other, paths) === folder);
}
