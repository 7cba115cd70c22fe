import { ZenError } from "../domain/errors.js";
import { nearest } from "../util/nearest.js";
import type { GlobalConfig, Profile } from "./config-model.js";

/** Errors: `not_found`, listing the profiles that there are. */
export function findProfile(config: GlobalConfig | undefined, name: string): Profile {
  const profiles = config?.profiles ?? [];
  const found = profiles.find((profile) => profile.name === name);
  if (found !== undefined) return found;
  const names = profiles.map((profile) => profile.name);
  const close = nearest(name, names);
  const list = names.map((known) => `'${known}'`).join(", ") || "none yet";
  throw new ZenError("not_found", `There is no profile named '${name}'. Profiles: ${list}.`, {
    hint: close === undefined ? "zenml profile create NAME" : `Did you mean '${close}'?`,
    details: { known: names },
  });
}
