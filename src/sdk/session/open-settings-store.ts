import { relative } from "node:path";
import type { Settings } from "../../config/resolve-settings.js";
import { pathOfUrl } from "../../config/store-url.js";
import { PASSWORD_VARIABLE, splitPassword, withPassword } from "../../config/url-password.js";
import { isZenError } from "../../domain/errors.js";
import { openStore } from "../../store/open.js";
import type { OpenStoreOptions } from "../../store/open.js";
import type { ZenStore } from "../../store/zen-store.js";
import { explainForeign } from "../profiles/old-store.js";
import { createdLines } from "./created-lines.js";
import type { Tellers } from "./tellers.js";
import { unknownInStore } from "./unknown-in-store.js";

export interface StoreOpening {
  readonly env: NodeJS.ProcessEnv;
  readonly tell: Tellers;
  readonly isShared?: boolean | undefined;
}

/** Errors: `unknown_setting` for a project or user that is not there; the store's. */
export async function openSettingsStore(
  settings: Settings,
  { env, tell, isShared }: StoreOpening,
): Promise<ZenStore> {
  const { store: place } = settings;
  const options: OpenStoreOptions = {
    type: place.type,
    token: await tokenSource(settings, env),
    fetch: await fetchFor(settings),
    url: await urlWithPassword(settings, env),
    user: settings.user.value,
    project: settings.project.value,
    onWarning: tell.warn,
    createIfMissing: mayCreate(settings),
    isShared,
  };
  try {
    const { store, created } = await openStore(options);
    if (created.length > 0) tell.notice("Initializing store...");
    createdLines(created).forEach(tell.notice);
    return store;
  } catch (error) {
    if (place.type === "rest" && !isZenError(error, "not_found")) {
      const { explainTrouble } = await import("../servers/explain-trouble.js");
      throw await explainTrouble(error, settings);
    }
    if (!isZenError(error, "not_found")) throw explainForeign(error, pathOfUrl(place.url, "/"));
    throw (await unknownInStore(options, settings)) ?? error;
  }
}

/** Who asks a server; undefined where the store is none. */
async function tokenSource(
  { store, profile, paths }: Settings,
  env: NodeJS.ProcessEnv,
): Promise<OpenStoreOptions["token"]> {
  if (store.type !== "rest") return undefined;
  const { apiToken } = await import("../../config/api-token.js");
  return () => apiToken(env, paths, profile?.value);
}

/** Undefined: a server's certificate is looked at as usual. */
async function fetchFor({ store }: Settings): Promise<OpenStoreOptions["fetch"]> {
  if (store.type !== "rest" || store.tls === undefined) return undefined;
  const { tlsFetch } = await import("../servers/tls-fetch.js");
  return tlsFetch(store.tls);
}

/** The environment's password, else the one that is kept for the profile. */
async function urlWithPassword(settings: Settings, env: NodeJS.ProcessEnv): Promise<string> {
  const { store, profile, paths } = settings;
  if (pathOfUrl(store.url, "/") !== undefined) return store.url;
  const given = env[PASSWORD_VARIABLE];
  if (given) return withPassword(store.url, given);
  if (profile === undefined) {
    return withPassword(store.url, splitPassword(env["ZENML_STORE_URL"] ?? "").password);
  }
  const { readCredentials } = await import("../../config/credentials.js");
  return withPassword(store.url, readCredentials(paths, profile.value).password);
}

/**
 * A store elsewhere that is gone is missed, not made anew: its disk may not be mounted. One that the
 * environment names, and one in our own folder, are made.
 */
function mayCreate({ profile, store, paths }: Settings): boolean {
  const path = pathOfUrl(store.url, "/");
  if (profile === undefined || path === undefined) return true;
  return !relative(paths.profiles, path).startsWith("..");
}
