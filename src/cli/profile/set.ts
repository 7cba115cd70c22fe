import { setActive } from "../../sdk/session/set-active.js";
import { answerActive } from "../answer-active.js";
import type { Handler } from "../framework/command.js";
import { knownProfiles } from "./known-profiles.js";
import type { setSpec } from "./specs.js";

export const handler: Handler<typeof setSpec> = async ({ name }, { global }, context) => {
  const known = await knownProfiles(context);
  const change = await setActive({ kind: "profile", name, global }, known);
  await answerActive(context, change, { global });
};
