import { ZenError } from "../../domain/errors.js";
import { profileViews } from "../../sdk/profiles/profile-view.js";
import type { ProfileView } from "../../sdk/profiles/profile-view.js";
import type { Handler } from "../framework/command.js";
import type { Column } from "../output/output.js";
import { checkStack } from "./check-stack.js";
import { knownProfiles } from "./known-profiles.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  if (flags.path !== undefined) throw listOfOldProfiles(flags.path);
  const known = await knownProfiles(context);
  await checkStack(known, context);
  await context.output.list({
    columns: COLUMNS,
    rows: profileViews(known),
    empty: "No profiles found.",
  });
};

function listOfOldProfiles(path: string): ZenError {
  return new ZenError(
    "retired_command",
    "Profiles of an older ZenML are not listed: they are brought over, one at a time.",
    { hint: `zenml profile migrate ${path}` },
  );
}

const COLUMNS: readonly Column<ProfileView>[] = [
  {
    key: "active",
    align: "center",
    value: ({ active }) => active,
    show: ({ active }) => (active ? "👉" : ""),
  },
  { key: "profile_name", value: ({ name }) => name },
  { key: "store_type", value: ({ store_type }) => store_type },
  { key: "url", value: ({ store_url }) => store_url },
  { key: "active_stack", value: ({ active_stack }) => active_stack },
];
