import { cancelRun } from "../../sdk/running/cancel-run.js";
import type { Handler } from "../framework/command.js";
import type { cancelSpec } from "./specs.js";

export const handler: Handler<typeof cancelSpec> = async (args, _flags, context) => {
  const { store } = await context.openSession();
  const { run, outcome } = await cancelRun(store, args.run);
  const sentence =
    outcome === "asked"
      ? `Asked run \`${run.name}\` to end.`
      : `Cancelled run \`${run.name}\`: nobody was executing it any more.`;
  await context.output.answer(sentence, run);
};
