// Writes down what is active: for the repository when one is around, else, or when asked, for the machine.
import { findProfile } from "../../config/find-profile.js";
import { readGlobalConfig, updateGlobalConfig } from "../../config/global-file.js";
import { updateRepository } from "../../config/repository-file.js";
import type { Repository } from "../../config/repository-file.js";
import { holdsFor } from "../../config/resolve-settings.js";
import type { Settings } from "../../config/resolve-settings.js";
import { variableOf } from "../../config/setting-layers.js";
import type { SettingKind } from "../../config/setting-layers.js";
import { ZenError } from "../../domain/errors.js";

export interface ActiveChoice {
  readonly kind: SettingKind;
  /** Exactly as something is called that exists; only of profiles is that checked here. */
  readonly name: string;
  /** For the machine, inside a repository too. Default: false. */
  readonly global?: boolean | undefined;
  /** With a project: the stack that becomes active in it. */
  readonly stack?: string | undefined;
}

export interface ActiveChange {
  readonly kind: SettingKind;
  readonly name: string;
  readonly scope: "repository" | "global";
  /** The file that says so now. */
  readonly file: string;
  /** What else is set, and keeps this from meaning what a person may expect. */
  readonly warnings: readonly string[];
}

/** What is known of the settings; project and stack are missing where the profile does not exist. */
export type KnownSettings = Pick<Settings, "paths" | "repository" | "profile"> &
  Partial<Pick<Settings, "project" | "stack">>;

/** Errors: `not_found` for a profile that does not exist, `config_invalid`, `invalid_input`. */
export async function setActive(
  choice: ActiveChoice,
  settings: KnownSettings,
): Promise<ActiveChange> {
  const { kind, name } = choice;
  const { repository, paths } = settings;
  const holder = choice.global === true ? undefined : repositoryFor(choice, settings);
  if (holder === undefined) await setGlobally(choice, settings);
  else await setInRepository(choice, holder, settings);
  const scope = holder === undefined ? "global" : "repository";
  const file = holder?.file ?? paths.globalFile;
  const warnings = [
    ...overruledBy(choice, settings),
    ...(scope === "global" ? keptBy(repository, choice, settings) : []),
  ];
  return { kind, name, scope, file, warnings };
}

function repositoryFor(
  { kind }: ActiveChoice,
  { repository, profile }: KnownSettings,
): Repository | undefined {
  if (repository === undefined || kind === "profile") return repository;
  const holds =
    profile === undefined
      ? repository.active_profile === null
      : holdsFor(repository, profile.value);
  return holds ? repository : undefined;
}

async function setInRepository(
  { kind, name, stack }: ActiveChoice,
  repository: Repository,
  { paths }: KnownSettings,
): Promise<void> {
  if (kind === "stack") return updateRepository(repository, { active_stack: name });
  if (kind === "project") {
    return updateRepository(repository, { active_project: name, active_stack: stack ?? null });
  }
  const config = await readGlobalConfig(paths);
  findProfile(config, name);
  const before = repository.active_profile ?? config?.active_profile;
  // Project and stack were those of another profile.
  const reset = before === name ? {} : { active_project: null, active_stack: null };
  await updateRepository(repository, { active_profile: name, ...reset });
}

async function setGlobally(choice: ActiveChoice, settings: KnownSettings): Promise<void> {
  const { kind, name, stack } = choice;
  const target = kind === "profile" ? name : (settings.profile?.value ?? storeOfEnvironment(kind));
  await updateGlobalConfig(settings.paths, (config) => {
    const profile = findProfile(config, target);
    if (config === undefined) return undefined;
    if (kind === "profile") return { ...config, active_profile: name };
    const set =
      kind === "stack"
        ? { active_stack: name }
        : { active_project: name, ...(stack === undefined ? {} : { active_stack: stack }) };
    const profiles = config.profiles.map((one) => (one === profile ? { ...one, ...set } : one));
    return { ...config, profiles };
  });
}

function storeOfEnvironment(kind: SettingKind): never {
  throw new ZenError(
    "invalid_input",
    `The store comes from ZENML_STORE_URL, so there is no profile to keep its ${kind}.`,
    { hint: `Set ${variableOf(kind)}, or work inside a repository: zenml init` },
  );
}

function overruledBy({ kind, name }: ActiveChoice, settings: KnownSettings): string[] {
  const setting = settings[kind];
  if (setting?.source !== "environment" || setting.value === name) return [];
  const { origin, value } = setting;
  return [`${origin}=${value} still overrides it in this shell: unset ${origin}`];
}

function keptBy(
  repository: Repository | undefined,
  { kind, global }: ActiveChoice,
  { profile }: KnownSettings,
): string[] {
  if (repository === undefined) return [];
  const { file, active_profile } = repository;
  const isMeant = profile === undefined || holdsFor(repository, profile.value);
  if (kind !== "profile" && !isMeant) {
    if (global === true) return [];
    return [
      `The repository is for the profile '${active_profile}' (${file}), so it was set on the machine.`,
    ];
  }
  const kept = repository[`active_${kind}`];
  return kept === null ? [] : [`This repository keeps its own ${kind}: '${kept}' (${file}).`];
}
