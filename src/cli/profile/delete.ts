import { deleteProfile, planDeletion } from "../../sdk/profiles/delete-profile.js";
import type { ProfileDeletion } from "../../sdk/profiles/delete-profile.js";
import type { Handler } from "../framework/command.js";
import { knownProfiles } from "./known-profiles.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<typeof deleteSpec> = async ({ name }, flags, context) => {
  const { output } = context;
  const known = await knownProfiles(context);
  if (!(await context.confirm(question(planDeletion(name, known)), flags))) return 1;
  const { deletes, keeps } = await deleteProfile(name, known);
  await output.answer(`Deleted profile '${name}'.`, { name, deleted: deletes, left: keeps });
  for (const place of keeps) output.notice(`Left as it is: ${place}`);
  return 0;
};

function question({ profile, deletes, keeps }: ProfileDeletion): string {
  const lines = [
    `This will delete profile '${profile.name}'.`,
    ...deletes.map((folder) => `Deleted with it, with everything in it: ${folder}`),
    ...keeps.map((place) => `Left as it is: ${place}`),
    "Are you sure you want to proceed?",
  ];
  return lines.join("\n");
}
