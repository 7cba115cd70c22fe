import { DEFAULT_NAME } from "../../config/choose-profile.js";
import { findProfile } from "../../config/find-profile.js";
import { profileView } from "../../sdk/profiles/profile-view.js";
import type { Handler } from "../framework/command.js";
import { activeProfile } from "./active-profile.js";
import { checkStack } from "./check-stack.js";
import { knownProfiles } from "./known-profiles.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const known = await knownProfiles(context);
  const name = args.name ?? activeProfile(known).value;
  await checkStack(known, context);
  const profile = profileView(findProfile(known.config, name), known);
  const { active_project: project } = profile;
  await context.output.describe(
    {
      title: `'${name}' Profile Configuration${profile.active ? " (ACTIVE)" : ""}`,
      properties: [
        ["NAME", profile.name],
        ["STORE_URL", profile.store_url],
        ["STORE_TYPE", profile.store_type],
        ...(project === DEFAULT_NAME ? [] : [["ACTIVE_PROJECT", project] as const]),
        ["ACTIVE_STACK", profile.active_stack],
        ["ACTIVE_USER", profile.active_user],
      ],
    },
    profile,
  );
};
