import { sizeText } from "../../artifacts/size-text.js";
import type { Filter } from "../../domain/query.js";
import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import { taggedWith } from "../../sdk/artifacts/tag-artifact.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import { lookUpNames } from "../look-up-names.js";
import type { Column } from "../output/output.js";
import { showTime } from "../show.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  const { store } = await context.openSession();
  const filters: Filter[] = [];
  if (flags.run !== undefined) {
    const { id } = await store.runs.get(flags.run);
    filters.push({ field: "run_id", operator: "eq", value: id });
  }
  if (flags.tag !== undefined) {
    // No id is empty: without one, nothing is found.
    const ids = await taggedWith(store, flags.tag);
    filters.push({ field: "id", operator: "in", value: ids.length === 0 ? [""] : ids });
  }
  return printList(
    {
      resource: "artifact",
      plural: "artifacts",
      store: (session) => session.store.artifacts,
      columns: (artifacts) => columns(artifacts, store),
      query: { filters },
    },
    flags,
    context,
  );
};

type Row = Summary<"artifact">;

async function columns(rows: readonly Row[], store: ZenStore): Promise<readonly Column<Row>[]> {
  const runs = await lookUpNames(
    store.runs,
    rows.map(({ run_id }) => run_id),
  );
  const steps = await lookUpNames(
    store.steps,
    rows.map(({ step_id }) => step_id),
  );
  return [
    { key: "name", value: (row) => row.name },
    { key: "step", value: (row) => steps.get(row.step_id ?? "") ?? null },
    { key: "run", value: (row) => runs.get(row.run_id ?? "") ?? null },
    { key: "type", value: (row) => row.data_type },
    { key: "size", value: (row) => row.size, show: (row) => sizeText(row.size) },
    { key: "created", value: (row) => row.created, show: (row) => showTime(row.created) },
    { key: "preview", value: (row) => row.preview },
  ];
}
