import type { Summary } from "../../domain/resources.js";
import type { Status } from "../../domain/status.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import type { Column } from "../output/output.js";
import { showStatus, showTime } from "../show.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = (_args, flags, context) =>
  printList(
    {
      resource: "pipeline",
      plural: "pipelines",
      store: ({ store }) => store.pipelines,
      columns: async (pipelines, { store }) => columns(await lastStatuses(store, pipelines)),
    },
    flags,
    context,
  );

type Row = Summary<"pipeline">;

function columns(lastStatus: ReadonlyMap<string, Status>): readonly Column<Row>[] {
  return [
    { key: "name", value: (pipeline) => pipeline.name },
    { key: "version", value: (pipeline) => pipeline.version },
    {
      key: "last_run_status",
      value: (pipeline) => lastStatus.get(pipeline.id) ?? null,
      show: (pipeline) => {
        const status = lastStatus.get(pipeline.id);
        return status === undefined ? "" : showStatus(status);
      },
    },
    {
      key: "created",
      value: (pipeline) => pipeline.created,
      show: (pipeline) => showTime(pipeline.created),
    },
  ];
}

async function lastStatuses(
  store: ZenStore,
  pipelines: readonly Row[],
): Promise<ReadonlyMap<string, Status>> {
  const statuses = new Map<string, Status>();
  for (const { id } of pipelines) {
    const { items } = await store.runs.list({
      filters: [{ field: "pipeline_id", operator: "eq", value: id }],
      sort: { field: "created", direction: "desc" },
      limit: 1,
    });
    const [last] = items;
    if (last !== undefined) statuses.set(id, last.status);
  }
  return statuses;
}
