import { takeDown } from "../../sdk/servers/take-down.js";
import type { Handler } from "../framework/command.js";
import { knownProfiles } from "../profile/known-profiles.js";
import { tellersFor } from "./tellers-for.js";
import type { downSpec } from "./specs.js";

export const handler: Handler<typeof downSpec> = async (_args, _flags, context) => {
  const { output } = context;
  const known = await knownProfiles(context, { header: false });
  const down = await takeDown(known, { tell: tellersFor(output) });
  const active = down?.active ?? null;
  if (active !== null) output.notice(`Active profile changed to: '${active}'`);
  const isStopped = down !== undefined && down.how !== "gone";
  await output.answer(
    isStopped
      ? "The local ZenML dashboard has been shut down."
      : "The local ZenML dashboard is not running.",
    { stopped: isStopped, how: down?.how ?? null, active_profile: active },
  );
};
