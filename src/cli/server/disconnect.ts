import { disconnectServer } from "../../sdk/servers/disconnect.js";
import type { Handler } from "../framework/command.js";
import { knownProfiles } from "../profile/known-profiles.js";
import type { disconnectSpec } from "./specs.js";

export const handler: Handler<typeof disconnectSpec> = async (_args, _flags, context) => {
  const { output } = context;
  const known = await knownProfiles(context, { header: false });
  const left = await disconnectServer(known);
  if (left === undefined) {
    const sentence = "ZenML is not currently connected to a ZenML server.";
    return output.answer(sentence, { url: null, active_profile: known.profile?.value ?? null });
  }
  const { profile, active = null } = left;
  output.notice(`Disconnecting ZenML from the ${profile.store_url} ZenML server.`);
  if (active !== null) output.notice(`Active profile changed to: '${active}'`);
  await output.answer("Disconnected ZenML from the ZenML server.", {
    url: profile.store_url,
    active_profile: active,
  });
};
