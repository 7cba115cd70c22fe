// `zenml run describe RUN --config`: what the run was configured with, and who said so.
import {
  explainConfiguration,
  sourceText,
} from "../../runtime/configuration/explain-configuration.js";
import type { ExplainedValue } from "../../runtime/configuration/explain-configuration.js";
import type { Context } from "../framework/context.js";
import type { Column } from "../output/output.js";
import { showJson } from "../show.js";

export async function describeConfiguration(reference: string, context: Context): Promise<void> {
  const { store } = await context.openSession();
  const run = await store.runs.get(reference);
  await context.output.list({
    columns: COLUMNS,
    rows: explainConfiguration(run),
    empty: `Run \`${run.name}\` has no configuration.`,
  });
}

const COLUMNS: readonly Column<ExplainedValue>[] = [
  { key: "step", value: ({ step }) => step ?? null, show: ({ step }) => step ?? "" },
  { key: "key", value: ({ key }) => key },
  { key: "value", value: ({ value }) => value, show: ({ value }) => showJson(value) },
  { key: "source", value: ({ source }) => source, show: ({ source }) => sourceText(source) },
];
