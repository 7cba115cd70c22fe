import { ZenError } from "../../domain/errors.js";
import type { Filter, Page, Query } from "../../domain/query.js";
import { shownSteps } from "../../sdk/running/shown-status.js";
import type { ShownStep } from "../../sdk/running/shown-status.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import { lookUpNames } from "../look-up-names.js";
import type { Column } from "../output/output.js";
import { showDuration, showStatus, showTime } from "../show.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  const { store } = await context.openSession();
  const query = flags.run === undefined ? {} : await stepsOfRun(store, flags.run, flags.map);
  if (flags.run === undefined && flags.map !== undefined) throw needsRun(flags.map);
  return printList(
    {
      resource: "step",
      plural: "steps",
      store: (session) => shownStepList(session.store, context.now()),
      columns: async (steps) => {
        const runs = steps.map(({ run_id }) => run_id);
        return columns(await lookUpNames(store.runs, runs));
      },
      query,
    },
    flags,
    context,
  );
};

/** Of a run whose process is gone, steps are interrupted with it, in JSON as well. */
function shownStepList({ runs, steps }: ZenStore, now: number) {
  return {
    list: async (query: Query): Promise<Page<ShownStep>> => {
      const { items, next_cursor } = await steps.list(query);
      return { items: await shownSteps({ runs }, items, now), next_cursor };
    },
  };
}

/** Without a map: the steps and maps of the pipeline itself. */
async function stepsOfRun(store: ZenStore, reference: string, map?: string): Promise<Query> {
  const { id } = await store.runs.get(reference);
  if (map !== undefined) await store.steps.get(map, { run_id: id });
  const filters: Filter[] = [
    { field: "run_id", operator: "eq", value: id },
    { field: "map_name", operator: "eq", value: map ?? null },
  ];
  return { filters, sort: { field: "position", direction: "asc" } };
}

function needsRun(map: string): ZenError {
  return new ZenError(
    "invalid_argument",
    `A map is one of a run: which one has the map '${map}'?`,
    {
      hint: `zenml step list --run RUN --map '${map}'`,
    },
  );
}

function columns(runs: ReadonlyMap<string, string>): readonly Column<ShownStep>[] {
  return [
    { key: "run", value: (step) => runs.get(step.run_id) ?? step.run_id },
    { key: "name", value: (step) => step.name },
    { key: "status", value: (step) => step.status, show: (step) => showStatus(step.status) },
    { key: "started", value: (step) => step.started, show: (step) => showTime(step.started) },
    {
      key: "duration",
      value: (step) => step.duration_ms,
      show: (step) => showDuration(step.duration_ms),
    },
    {
      key: "outputs",
      value: (step) => Object.keys(step.outputs),
      show: (step) => Object.keys(step.outputs).join(", "),
    },
  ];
}
