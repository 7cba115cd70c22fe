import type { Filter, Query } from "../../domain/query.js";
import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import { lookUpNames } from "../look-up-names.js";
import type { Column } from "../output/output.js";
import { showDuration, showStatus, showTime } from "../show.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  const { store } = await context.openSession();
  const query = flags.run === undefined ? {} : await stepsOfRun(store, flags.run);
  return printList(
    {
      resource: "step",
      plural: "steps",
      store: (session) => session.store.steps,
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

async function stepsOfRun(store: ZenStore, reference: string): Promise<Query> {
  const { id } = await store.runs.get(reference);
  const filter: Filter = { field: "run_id", operator: "eq", value: id };
  return { filters: [filter], sort: { field: "position", direction: "asc" } };
}

function columns(runs: ReadonlyMap<string, string>): readonly Column<Summary<"step">>[] {
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
