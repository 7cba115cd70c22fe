import type { Handler } from "../framework/command.js";
import { findPipelines } from "./find-pipelines.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<typeof deleteSpec> = async (args, flags, context) => {
  const { store } = await context.openSession();
  const versions = await findPipelines(store, args.pipeline, flags.version);
  const [newest] = versions;
  const name = newest?.name ?? args.pipeline;
  const isWhole = flags.version === undefined && args.pipeline === name;
  const what = isWhole
    ? `pipeline \`${name}\``
    : `version ${newest?.version} of pipeline \`${name}\``;
  const question =
    `Are you sure you want to delete ${what}? ` +
    "This will change all existing runs of this pipeline to become unlisted.";
  if (!(await context.confirm(question, flags))) return 1;
  await store.commit(versions.map(({ id }) => ({ op: "delete", resource: "pipeline", id })));
  await context.output.answer(
    `Deleted ${what}.`,
    versions.map(({ id, version }) => ({ id, name, version })),
  );
  return 0;
};
