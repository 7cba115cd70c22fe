import { pathToFileURL } from "node:url";
import type { Setting, Settings } from "../../config/resolve-settings.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import { openStore } from "../../store/open.js";
import type { OpenStoreOptions } from "../../store/open.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Tellers } from "./create-default-profile.js";
import { createdLines } from "./created-lines.js";

/** Errors: `unknown_setting` for a project that is not there; the store's. */
export async function openSettingsStore(settings: Settings, tell: Tellers): Promise<ZenStore> {
  const options: OpenStoreOptions = {
    type: openableType(settings),
    url: settings.store.url,
    user: settings.user.value,
    project: settings.project.value,
    onWarning: tell.warn,
    createIfMissing: mayCreate(settings),
  };
  try {
    const { store, created } = await openStore(options);
    if (created.length > 0) tell.notice("Initializing store...");
    createdLines(created).forEach(tell.notice);
    return store;
  } catch (error) {
    if (!isZenError(error, "not_found")) throw error;
    throw (await unknownProject(options, settings.project)) ?? error;
  }
}

function openableType({ store, profile }: Settings): OpenStoreOptions["type"] {
  if (store.type !== "rest") return store.type;
  const name = profile === undefined ? store.url : `the profile '${profile.value}'`;
  throw new ZenError("invalid_input", `${name} is on a server, which this version cannot reach.`, {
    hint: "Choose a profile of type local or sql with --profile.",
  });
}

/**
 * A store elsewhere that is gone is missed, not made anew: its disk may not be mounted. One that the
 * environment names, and one in our own folder, are made.
 */
function mayCreate({ profile, store, paths }: Settings): boolean {
  return profile === undefined || store.url.startsWith(`${pathToFileURL(paths.profiles).href}/`);
}

/** Undefined when the project is there, so that something else was not found. */
async function unknownProject(
  options: OpenStoreOptions,
  { value, origin }: Setting,
): Promise<ZenError | undefined> {
  const { store } = await openStore({ ...options, project: undefined, user: undefined });
  try {
    const projects = [];
    for await (const project of store.projects.all()) projects.push(project);
    if (projects.some(({ id, name }) => name === value || id === value)) return undefined;
    const names = projects.map(({ name }) => name);
    const close = nearest(value, names);
    const list = names.map((name) => `'${name}'`).join(", ");
    return new ZenError(
      "unknown_setting",
      `There is no project named '${value}' (${origin ?? "by default"}). Projects: ${list}.`,
      {
        hint: close === undefined ? "Choose one with --project." : `Did you mean '${close}'?`,
        details: { known: names },
      },
    );
  } finally {
    await store.close();
  }
}
