import { join } from "node:path";
import { DEFAULT_NAME } from "./choose-profile.js";
import type { Profile } from "./config-model.js";
import { folderName } from "./folder-name.js";
import type { ConfigPaths } from "./paths.js";
import { urlOfPath } from "./store-url.js";

/** A profile as it is created when nothing else is said: a local store in the settings folder. */
export function newProfile(
  name: string,
  paths: Pick<ConfigPaths, "profiles">,
  folder = folderName(name),
): Profile {
  const profile: Profile = {
    name,
    store_type: "local",
    store_url: urlOfPath(join(paths.profiles, folder), "local"),
    active_project: DEFAULT_NAME,
    active_stack: DEFAULT_NAME,
    active_user: DEFAULT_NAME,
  };
  return folder === folderName(name) ? profile : { ...profile, folder };
}
