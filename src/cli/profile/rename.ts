import { profileView } from "../../sdk/profiles/profile-view.js";
import { renameProfile } from "../../sdk/profiles/rename-profile.js";
import type { Handler } from "../framework/command.js";
import { knownProfiles } from "./known-profiles.js";
import type { renameSpec } from "./specs.js";

export const handler: Handler<typeof renameSpec> = async ({ name, newName }, _flags, context) => {
  const { output } = context;
  const known = await knownProfiles(context);
  const { profile, warnings } = await renameProfile(name, newName, known);
  const sentence = `Profile '${name}' successfully renamed to '${newName}'.`;
  const active = known.profile?.value === name;
  await output.answer(sentence, { ...profileView(profile, known), active });
  warnings.forEach((warning) => output.notice(warning));
};
