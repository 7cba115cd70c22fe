// Opens a profile's store to read or write all of it: whichever project is active makes no difference.
import type { Settings } from "../../config/resolve-settings.js";
import type { SettingsRequest } from "../../config/setting-layers.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";
import { openSettingsStore } from "../session/open-settings-store.js";
import { prepareSettings } from "../session/prepare-settings.js";
import type { Tellers } from "../session/tellers.js";

export interface ProfileStore {
  /** As people are told: the profile's name, or the URL where only the environment names a store. */
  readonly name: string;
  readonly store: ZenStore;
  /** Folder of this machine for bytes that no store holds. */
  readonly localFolder: string;
  /** Errors: `store_corrupt` when something in the store could not be read until now. */
  checkReadable(): void;
}

export interface OpenProfileOptions {
  readonly request: SettingsRequest;
  readonly tell: Tellers;
}

/** `profile` undefined: the active one. Errors: `unknown_setting`, those of opening a store. */
export async function openProfileStore(
  profile: string | undefined,
  { request, tell }: OpenProfileOptions,
): Promise<ProfileStore> {
  const { env = process.env } = request;
  const settings = await prepareSettings({
    ...request,
    flags: { profile: profile ?? request.flags?.profile },
    env: { ...env, ZENML_ACTIVATED_PROJECT: undefined, ZENML_ACTIVATED_STACK: undefined },
    header: false,
    ...tell,
  });
  const unreadable: string[] = [];
  const warn = (problem: string): void => void unreadable.push(problem);
  const store = await openAnyProject(settings, { env, tell: { ...tell, warn } });
  const { localFolder } = settings;
  const checkReadable = (): void => {
    if (unreadable.length > 0) throw unreadableError(unreadable);
  };
  return { name: settings.profile?.value ?? settings.store.url, store, localFolder, checkReadable };
}

async function openAnyProject(
  settings: Settings,
  options: Parameters<typeof openSettingsStore>[1],
): Promise<ZenStore> {
  try {
    return await openSettingsStore(settings, options);
  } catch (error) {
    const known = isZenError(error, "unknown_setting") ? error.details?.["known"] : undefined;
    const value: unknown = Array.isArray(known) ? known[0] : undefined;
    if (typeof value !== "string") throw error;
    return openSettingsStore({ ...settings, project: { ...settings.project, value } }, options);
  }
}

function unreadableError(problems: readonly string[]): ZenError {
  const lines = problems.map((problem) => `\n  ${problem}`).join("");
  return new ZenError("store_corrupt", `Not all of the store can be read:${lines}`, {
    hint: "Nothing was written. Correct those files first.",
  });
}
