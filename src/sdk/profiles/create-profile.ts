// Makes a profile: its store, its entry in the settings, its password; or, when anything fails, nothing.
import type { GlobalConfig, Profile } from "../../config/config-model.js";
import { DEFAULT_NAME } from "../../config/choose-profile.js";
import { folderName } from "../../config/folder-name.js";
import { updateGlobalConfig } from "../../config/global-file.js";
import type { ConfigPaths } from "../../config/paths.js";
import type { UrlContext } from "../../config/store-url.js";
import { ZenError } from "../../domain/errors.js";
import { createdLines } from "../session/created-lines.js";
import type { Tellers } from "../session/tellers.js";
import { checkProfileName } from "./check-profile-name.js";
import { contextIn } from "./context-in.js";
import type { AskedContext } from "./context-in.js";
import { openNewStore } from "./open-new-store.js";
import type { NewStore } from "./open-new-store.js";
import { storeTarget } from "./store-target.js";
import type { AskedStore, StoreTarget } from "./store-target.js";

export interface NewProfileInput extends AskedStore, AskedContext {
  readonly name: string;
}

export interface ProfilePlace extends UrlContext {
  readonly paths: ConfigPaths;
  readonly tell: Tellers;
}

/**
 * A store that is at the URL already is loaded, otherwise one is made; that it opens is certain
 * afterwards. Errors: `entity_exists`, `invalid_input`, `store_foreign`, those of opening a store.
 */
export async function createProfile(input: NewProfileInput, place: ProfilePlace): Promise<Profile> {
  checkProfileName(input.name);
  const target = storeTarget(input, place);
  const made = await addProfile(place, (config) => {
    const profiles = config?.profiles ?? [];
    if (profiles.some(({ name }) => name === input.name)) throw existing(input.name);
    return { input, target, profiles };
  });
  if (made === undefined) throw existing(input.name);
  return made;
}

/** Of several processes that try, one makes it. */
export async function createDefaultProfile(place: ProfilePlace): Promise<void> {
  const input = { name: DEFAULT_NAME };
  const target = storeTarget({}, place);
  const made = await addProfile(place, (config) => {
    if (config !== undefined) return undefined;
    place.tell.notice("Creating default profile...");
    return { input, target, profiles: [] };
  });
  if (made !== undefined) place.tell.notice("Created and activated default profile.");
}

interface Addition {
  readonly input: NewProfileInput;
  readonly target: StoreTarget;
  readonly profiles: readonly Profile[];
}

async function addProfile(
  place: ProfilePlace,
  decide: (config: GlobalConfig | undefined) => Addition | undefined,
): Promise<Profile | undefined> {
  let made: Profile | undefined;
  const undo: (() => void | Promise<void>)[] = [];
  try {
    await updateGlobalConfig(place.paths, async (config) => {
      const addition = decide(config);
      if (addition === undefined) return undefined;
      made = await makeProfile(addition, place, undo);
      const active_profile = config?.active_profile ?? made.name;
      return { active_profile, profiles: [...addition.profiles, made] };
    });
    return made;
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
}

async function makeProfile(
  { input, target, profiles }: Addition,
  { paths, tell, env }: ProfilePlace,
  undo: (() => void | Promise<void>)[],
): Promise<Profile> {
  const { name } = input;
  tell.notice(`Initializing profile \`${name}\`...`);
  const opened = await openNewStore({ name, target, paths, env, profiles, tell });
  undo.push(opened.undo);
  try {
    if (opened.created.length > 0) tell.notice("Initializing store...");
    createdLines(opened.created).forEach(tell.notice);
    const isNew = opened.created.length > 0;
    const active = await contextIn(opened.store, input, { isNew, tell });
    if (target.password !== undefined) {
      undo.push(await keepPassword(paths, name, target.password));
    }
    return {
      name,
      store_type: target.type,
      store_url: opened.url,
      ...active,
      ...own(name, opened),
    };
  } finally {
    await opened.store.close();
  }
}

async function keepPassword(
  paths: ConfigPaths,
  name: string,
  password: string,
): Promise<() => Promise<void>> {
  const { setCredentials } = await import("../../config/credentials.js");
  await setCredentials(paths, name, { password });
  return () => setCredentials(paths, name, { password: undefined });
}

function own(name: string, { folder }: NewStore): Pick<Profile, "folder"> {
  return folder === folderName(name) ? {} : { folder };
}

function existing(name: string): ZenError {
  return new ZenError("entity_exists", `Profile '${name}' already exists.`, {
    hint: `Use it with: zenml profile set ${name}`,
  });
}
