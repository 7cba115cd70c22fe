// Points a profile to where its store is now, or to another user of it.
import { TOKEN_VARIABLE } from "../../config/config-model.js";
import type { Profile } from "../../config/config-model.js";
import { findProfile } from "../../config/find-profile.js";
import { updateGlobalConfig } from "../../config/global-file.js";
import { pathOfUrl } from "../../config/store-url.js";
import type { UrlContext } from "../../config/store-url.js";
import { PASSWORD_VARIABLE, withPassword } from "../../config/url-password.js";
import { ZenError } from "../../domain/errors.js";
import { openStore } from "../../store/open.js";
import { SILENT } from "../session/tellers.js";
import type { Tellers } from "../session/tellers.js";
import { contextThere } from "./context-there.js";
import { explainForeign } from "./old-store.js";
import type { KnownProfiles } from "./read-profiles.js";
import { storeTarget } from "./store-target.js";
import type { AskedStore, StoreTarget } from "./store-target.js";

export interface ProfileUpdate extends AskedStore {
  readonly user?: string | undefined;
}

export interface ProfileUpdated {
  readonly before: Profile;
  readonly profile: Profile;
}

/**
 * The store at the new URL must be there; the one at the old URL is left as it is.
 * Errors: `not_found`, `invalid_input`, `store_foreign`, those of opening a store.
 */
export async function updateProfile(
  name: string,
  set: ProfileUpdate,
  context: UrlContext & { readonly known: KnownProfiles; readonly tell?: Tellers | undefined },
): Promise<ProfileUpdated> {
  const { known, env, tell = SILENT } = context;
  if (set.url === undefined && set.user === undefined) throw nothingToDo();
  const { readCredentials, setCredentials } = await import("../../config/credentials.js");
  const before = findProfile(known.config, name);
  const asked = set.url === undefined ? { ...set, url: before.store_url } : set;
  const target = storeTarget(asked, context);
  const url = target.url ?? before.store_url;
  // What opens one door is not shown at another.
  const kept = isSameDoor(url, before.store_url) ? readCredentials(known.paths, name) : {};
  const password = target.password ?? kept.password;
  const opened = {
    target,
    url: withPassword(url, env[PASSWORD_VARIABLE] || password),
    token: () => env[TOKEN_VARIABLE] ?? kept.token,
  };
  const active = await contextAt(opened, { before, user: set.user, tell });
  let profile: Profile = { ...before, store_type: target.type, store_url: url, ...active };
  await updateGlobalConfig(known.paths, (config) => {
    const now = findProfile(config, name);
    if (config === undefined) return undefined;
    profile = { ...now, store_type: target.type, store_url: url, ...active };
    return { ...config, profiles: config.profiles.map((one) => (one === now ? profile : one)) };
  });
  await setCredentials(known.paths, name, { password, token: kept.token });
  return { before, profile };
}

interface Opening {
  readonly target: StoreTarget;
  readonly url: string;
  readonly token: () => string | undefined;
}

async function contextAt(
  { target, url, token }: Opening,
  asked: { readonly before: Profile; readonly user: string | undefined; readonly tell: Tellers },
) {
  const { tell } = asked;
  const { type } = target;
  try {
    const options = { type, url, token, onWarning: tell.warn, createIfMissing: false } as const;
    const { store } = await openStore(options);
    try {
      return await contextThere(store, asked);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw explainForeign(error, pathOfUrl(url, "/"));
  }
}

/** Whether a password for the one is meant for the other: the same user at the same host. */
function isSameDoor(left: string, right: string): boolean {
  const door = (url: string) => /^[a-z0-9+]+:\/\/([^/?#]*)/i.exec(url)?.[1];
  return door(left) === door(right);
}

function nothingToDo(): ZenError {
  return new ZenError("invalid_argument", "There is nothing to change.", {
    hint: "Name a new place with --url, or another user with --user.",
  });
}
