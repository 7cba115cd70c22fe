import type { StepRun } from "../../domain/entities/step.js";
import type { ZenStore } from "../../store/zen-store.js";
import { shownSteps } from "../../sdk/running/shown-status.js";
import type { ShownStatus } from "../../sdk/running/shown-status.js";
import type { Handler } from "../framework/command.js";
import type { Description } from "../output/output.js";
import { showFailure } from "../show-failure.js";
import { showDuration, showJson, showStatus, showTime } from "../show.js";
import { findStep } from "../../runtime/references/find-step.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const { store } = await context.openSession();
  const found = await findStep(store, args.step, args.name);
  const [step = found] = await shownSteps(store, [found], context.now());
  const { output } = context;
  await output.describe(await describe(step, store), step);
  if (output.format === "table" && step.failure !== null) {
    output.line(`\n${showFailure(`Step '${step.name}'`, step.failure)}`);
  }
};

type Shown = Omit<StepRun, "status"> & { readonly status: ShownStatus };

async function describe(step: Shown, store: ZenStore): Promise<Description> {
  const run = await store.runs.find(step.run_id);
  const inputs = await named("INPUT", step.inputs, store);
  const outputs = await named("OUTPUT", step.outputs, store);
  const parameters = entries("PARAMETER", step.parameters);
  const metadata = entries("METADATA", step.metadata);
  const original = step.original_step_id;
  return {
    title: `'${step.name}' Step`,
    properties: [
      ["NAME", step.name],
      ["ID", step.id],
      ["RUN", run?.name ?? step.run_id],
      ["DEFINITION", step.step_name],
      ["STATUS", showStatus(step.status)],
      ["STARTED", showTime(step.started)],
      ["DURATION", showDuration(step.duration_ms)],
      ["ATTEMPT", String(step.attempt)],
      ["AFTER", step.upstream.join(", ")],
      ...(original === null ? [] : [["ORIGINAL STEP", original] as const]),
      ["CACHE KEY", step.cache_key ?? step.cache_parts?.uncacheable ?? ""],
      ...parameters,
      ...inputs,
      ...outputs,
      ...metadata,
    ],
  };
}

async function named(
  label: string,
  ids: Readonly<Record<string, string>>,
  store: ZenStore,
): Promise<(readonly [string, string])[]> {
  const found = Object.entries(ids).map(async ([name, id]) => {
    const artifact = await store.artifacts.find(id);
    const about = artifact === undefined ? "deleted" : artifact.data_type;
    return [`${label} ${name}`, `${about}, artifact ${id}`] as const;
  });
  return Promise.all(found);
}

function entries(
  label: string,
  record: Readonly<Record<string, unknown>>,
): (readonly [string, string])[] {
  return Object.entries(record).map(([name, value]) => [`${label} ${name}`, showJson(value)]);
}
