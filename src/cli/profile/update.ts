import { profileView } from "../../sdk/profiles/profile-view.js";
import { updateProfile } from "../../sdk/profiles/update-profile.js";
import type { Handler } from "../framework/command.js";
import { knownProfiles } from "./known-profiles.js";
import type { updateSpec } from "./specs.js";

export const handler: Handler<typeof updateSpec> = async ({ name }, flags, context) => {
  const { io, output } = context;
  const known = await knownProfiles(context);
  const { before, profile } = await updateProfile(
    name,
    { url: flags.url, type: flags.storeType, user: flags.user },
    {
      known,
      env: io.env,
      cwd: io.cwd,
      tell: { notice: (text) => output.notice(text), warn: (text) => output.warn(text) },
    },
  );
  if (before.store_url !== profile.store_url) {
    output.notice(`The store at ${before.store_url} is left as it is.`);
  }
  await output.answer(`Profile '${name}' successfully updated.`, profileView(profile, known));
};
