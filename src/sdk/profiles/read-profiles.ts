// What the settings say of profiles, also where they name one that is gone: whoever wants to correct that
// has to get here.
import { chosenProfile } from "../../config/choose-profile.js";
import type { GlobalConfig } from "../../config/config-model.js";
import { readGlobalConfig } from "../../config/global-file.js";
import type { Settings } from "../../config/resolve-settings.js";
import { readLayers } from "../../config/setting-layers.js";
import type { ZenError } from "../../domain/errors.js";
import { isZenError } from "../../domain/errors.js";
import { prepareSettings } from "../session/prepare-settings.js";
import type { SessionRequest } from "../session/prepare-settings.js";
import type { KnownSettings } from "../session/set-active.js";

export interface KnownProfiles extends KnownSettings {
  /** Undefined on a machine where only the environment named a store. */
  readonly config: GlobalConfig | undefined;
  /** Undefined when the active profile does not exist. */
  readonly settings: Settings | undefined;
  /** Why there are no settings. */
  readonly problem: ZenError | undefined;
}

/** Opens no store but on first use. Errors: `unknown_setting` for a flag or variable, `config_invalid`. */
export async function readProfiles(request: SessionRequest = {}): Promise<KnownProfiles> {
  try {
    const settings = await prepareSettings(request);
    const config = await readGlobalConfig(settings.paths);
    return { ...settings, config, settings, problem: undefined };
  } catch (error) {
    if (!isZenError(error, "unknown_setting")) throw error;
    const { paths, repository, ...layers } = await readLayers(request);
    const config = await readGlobalConfig(paths);
    const profile = chosenProfile(config, { ...layers, paths, repository });
    if (profile.source === "flag" || profile.source === "environment") throw error;
    return { paths, repository, profile, config, settings: undefined, problem: error };
  }
}
