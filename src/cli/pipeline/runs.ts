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
  const filters = [
    ...(flags.unlisted ? [UNLISTED] : await runsOf(store, pipeline)),
    ...(flags.user === undefined ? [] : [await isBegunBy(store, flags.user)]),
    // Nothing is run here, so a stack that is named says which runs are meant.
    ...(await onStack(store, flags.ofStack ?? context.overrides.stack)),
  ];
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

async function isBegunBy({ users }: ZenStore, reference: string): Promise<Filter> {
  return { field: "user_id", operator: "eq", value: (await users.get(reference)).id };
}

async function onStack(
  { stacks }: ZenStore,
  reference: string | undefined,
): Promise<readonly Filter[]> {
  if (reference === undefined) return [];
  return [{ field: "stack_name", operator: "eq", value: (await stacks.get(reference)).name }];
}

function contradiction(pipeline: string): ZenError {
  return new ZenError(
    "invalid_argument",
    `--unlisted means runs without a pipeline, but '${pipeline}' is named too.`,
    { hint: "zenml pipeline runs --unlisted" },
  );
}
