import type { Filter } from "../../domain/query.js";
import { ZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import { runColumns, shownRunList } from "../run/columns.js";
import { findPipelines } from "./find-pipelines.js";
import type { runsSpec } from "./specs.js";

export const handler: Handler<typeof runsSpec> = async (args, flags, context) => {
  const pipeline = args.pipeline ?? flags.pipeline;
  if (flags.unlisted && pipeline !== undefined) throw contradiction(pipeline);
  const { store } = await context.openSession();
  const filters = flags.unlisted ? [UNLISTED] : await runsOf(store, pipeline);
  return printList(
    {
      resource: "run",
      plural: "runs",
      store: (session) => shownRunList(session.store, context.now()),
      columns: () => runColumns(context.now()),
      query: { filters },
    },
    flags,
    context,
  );
};

const UNLISTED: Filter = { field: "pipeline_id", operator: "eq", value: null };

async function runsOf(store: ZenStore, pipeline: string | undefined): Promise<readonly Filter[]> {
  if (pipeline === undefined) return [];
  const versions = await findPipelines(store, pipeline);
  return [{ field: "pipeline_id", operator: "in", value: versions.map(({ id }) => id) }];
}

function contradiction(pipeline: string): ZenError {
  return new ZenError(
    "invalid_argument",
    `--unlisted means runs without a pipeline, but '${pipeline}' is named too.`,
    { hint: "zenml pipeline runs --unlisted" },
  );
}
