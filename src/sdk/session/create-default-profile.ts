import { join } from "node:path";
import { updateGlobalConfig } from "../../config/global-file.js";
import type { Profile } from "../../config/config-model.js";
import type { ConfigPaths } from "../../config/paths.js";
import { DEFAULT_NAME, newProfile } from "../../config/resolve-settings.js";
import { isZenError } from "../../domain/errors.js";
import { openStore } from "../../store/open.js";
import type { Created } from "../../store/open.js";
import { createdLines } from "./created-lines.js";

export interface Tellers {
  readonly notice: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** Makes the profile that a machine begins with; of several processes that try, one does. */
export async function createDefaultProfile(paths: ConfigPaths, tell: Tellers): Promise<void> {
  await updateGlobalConfig(paths, async (config) => {
    if (config !== undefined) return undefined;
    tell.notice("Creating default profile...");
    tell.notice(`Initializing profile \`${DEFAULT_NAME}\`...`);
    tell.notice("Initializing store...");
    const { profile, created } = await createStore(paths, tell);
    createdLines(created).forEach(tell.notice);
    tell.notice("Created and activated default profile.");
    return { active_profile: profile.name, profiles: [profile] };
  });
}

interface NewStore {
  readonly profile: Profile;
  readonly created: readonly Created[];
}

/** Another folder is taken where an older ZenML's profile is in the place. */
async function createStore(paths: ConfigPaths, tell: Tellers, attempt = 1): Promise<NewStore> {
  const profile = newProfile(DEFAULT_NAME, paths, folderName(attempt));
  const options = { type: "local", url: profile.store_url, onWarning: tell.warn } as const;
  try {
    const { store, created } = await openStore(options);
    await store.close();
    return { profile, created };
  } catch (error) {
    if (!isZenError(error, "store_foreign") || attempt === MOST_ATTEMPTS) throw error;
    const taken = join(paths.profiles, folderName(attempt));
    tell.notice(`An older ZenML keeps a profile in ${taken}: it is left as it is.`);
    tell.notice(`The new one is stored in ${join(paths.profiles, folderName(attempt + 1))}.`);
    tell.notice(`To bring the old stacks over: zenml profile migrate ${taken}`);
    return createStore(paths, tell, attempt + 1);
  }
}

const MOST_ATTEMPTS = 5;

/** `default`, `default-typescript`, `default-typescript-2`, … */
function folderName(attempt: number): string {
  if (attempt === 1) return DEFAULT_NAME;
  return `${DEFAULT_NAME}-typescript${attempt === 2 ? "" : `-${attempt - 1}`}`;
}
