import type { Page, Query } from "../../domain/query.js";
import { shownRuns } from "../../sdk/running/shown-status.js";
import type { ShownRun } from "../../sdk/running/shown-status.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Column } from "../output/output.js";
import { elapsed, showDuration, showStatus, showTime } from "../show.js";

/** What a run whose pipeline is not recorded, or no longer, is listed under. */
export const UNLISTED = "unlisted";

export function runColumns(now: number): readonly Column<ShownRun>[] {
  return [
    { key: "name", value: (run) => run.name },
    {
      key: "pipeline",
      value: (run) => (run.pipeline_id === null ? UNLISTED : run.pipeline_name),
    },
    { key: "status", value: (run) => run.status, show: (run) => showStatus(run.status) },
    { key: "steps", value: (run) => run.step_count },
    { key: "started", value: (run) => run.started, show: (run) => showTime(run.started) },
    {
      key: "duration",
      value: (run) => elapsed(run, now),
      show: (run) => showDuration(elapsed(run, now)),
    },
    { key: "stack", value: (run) => run.stack_name },
  ];
}

/** Runs whose process is gone are interrupted, in JSON as well. */
export function shownRunList(store: Pick<ZenStore, "runs">, now: number) {
  return {
    list: async (query: Query): Promise<Page<ShownRun>> => {
      const { items, next_cursor } = await store.runs.list(query);
      return { items: await shownRuns(store, items, now), next_cursor };
    },
  };
}
