import { shownStatus } from "../../sdk/running/shown-status.js";
import type { Handler } from "../framework/command.js";
import type { statusSpec } from "./specs.js";

export const handler: Handler<typeof statusSpec> = async (args, _flags, context) => {
  const { store } = await context.openSession();
  const run = await store.runs.get(args.run);
  const status = shownStatus(run, context.now());
  await context.output.answer(status, { id: run.id, name: run.name, status });
};
