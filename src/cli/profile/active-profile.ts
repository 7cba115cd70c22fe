import type { Setting } from "../../config/setting-layers.js";
import { ZenError } from "../../domain/errors.js";
import type { KnownProfiles } from "../../sdk/profiles/read-profiles.js";

/** Errors: `unknown_setting` where the active profile does not exist, or only a store is named. */
export function activeProfile({ profile, problem }: KnownProfiles): Setting {
  if (problem !== undefined) throw problem;
  if (profile !== undefined) return profile;
  throw new ZenError("unknown_setting", "No profile is active: ZENML_STORE_URL names the store.", {
    hint: "unset ZENML_STORE_URL",
  });
}
