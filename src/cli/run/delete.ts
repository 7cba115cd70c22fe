import { isFinal } from "../../domain/status.js";
import { removeRunLog, runLogFile } from "../../runtime/logs/run-log.js";
import type { Handler } from "../framework/command.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<typeof deleteSpec> = async (args, flags, context) => {
  const { store, localFolder } = await context.openSession();
  const run = await store.runs.get(args.run);
  const warning = isFinal(run.status) ? "" : ` It is ${run.status}.`;
  const question = `Are you sure you want to delete run \`${run.name}\`?${warning}`;
  if (!(await context.confirm(question, flags))) return 1;
  await store.runs.delete(run.id);
  await removeRunLog(runLogFile(localFolder, run.id));
  await context.output.answer(`Deleted run \`${run.name}\`.`, { id: run.id, name: run.name });
  return 0;
};
