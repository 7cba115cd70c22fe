import { ZenError } from "../domain/errors.js";
import { nearest } from "../util/nearest.js";
import type { GlobalConfig, Profile } from "./config-model.js";
import { flagOrVariable } from "./setting-layers.js";
import type { Layers, Setting } from "./setting-layers.js";

export const DEFAULT_NAME = "default";

/** The profile that the layers name, whether it exists or not. */
export function chosenProfile(config: GlobalConfig | undefined, layers: Layers): Setting {
  const { repository, paths } = layers;
  const named = flagOrVariable("profile", layers);
  if (named !== undefined) return named;
  if (repository !== undefined && repository.active_profile !== null) {
    return { value: repository.active_profile, source: "repository", origin: repository.file };
  }
  const value = config?.active_profile ?? DEFAULT_NAME;
  return { value, source: "global", origin: paths.globalFile };
}

export function unknownProfile(chosen: Setting, known: readonly Profile[]): ZenError {
  const names = known.map(({ name }) => name);
  const close = nearest(chosen.value, names);
  const list = names.map((name) => `'${name}'`).join(", ") || "none yet";
  return new ZenError(
    "unknown_setting",
    `There is no profile named '${chosen.value}' (${chosen.origin}). Profiles: ${list}.`,
    {
      hint: close === undefined ? wayOut(chosen) : `Did you mean '${close}'?`,
      details: { known: names },
    },
  );
}

function wayOut({ source, origin }: Setting): string {
  if (source === "flag") return `Give ${origin} one of them.`;
  if (source === "environment") return `unset ${origin}`;
  return `zenml profile set NAME${source === "global" ? " --global" : ""}`;
}
