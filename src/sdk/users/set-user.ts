import { findProfile } from "../../config/find-profile.js";
import { updateGlobalConfig } from "../../config/global-file.js";
import type { User } from "../../domain/entities/user.js";
import { ZenError } from "../../domain/errors.js";
import type { Session } from "../session.js";

/** Makes a user the one that the profile acts as. Errors: `not_found`, `invalid_input`. */
export async function setUser(
  { store, settings }: Pick<Session, "store" | "settings">,
  reference: string,
): Promise<User> {
  const { profile, paths } = settings;
  if (store.type === "rest") {
    throw new ZenError("invalid_input", "On a server, the login says who you are.", {
      hint: `Log in as somebody else: zenml connect --url ${store.url} --username ${reference}`,
    });
  }
  const user = await store.users.get(reference);
  if (profile === undefined) {
    throw new ZenError(
      "invalid_input",
      "The store comes from ZENML_STORE_URL, so there is no profile to keep its user.",
      { hint: "Make one: zenml profile create NAME --url URL" },
    );
  }
  await updateGlobalConfig(paths, (config) => {
    const found = findProfile(config, profile.value);
    if (config === undefined) return undefined;
    const set = { ...found, active_user: user.name };
    return { ...config, profiles: config.profiles.map((one) => (one === found ? set : one)) };
  });
  return user;
}
