import type { Run } from "../../domain/entities/run.js";
import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import type { Description } from "../output/output.js";
import { showFailure } from "../show-failure.js";
import { elapsed, showDuration, showJson, showStatus, showTime } from "../show.js";
import { UNLISTED } from "./columns.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const { store } = await context.openSession();
  const run = await store.runs.get(args.run);
  const steps = await stepsOf(store, run.id);
  const { output } = context;
  const pipeline =
    run.pipeline_id === null ? undefined : await store.pipelines.find(run.pipeline_id);
  await output.describe(describe(run, pipeline?.version, context.now()), { ...run, steps });
  if (output.format !== "table") return;
  await printSteps(run, steps, context);
  // A step's failure is told with the step.
  if (run.failure !== null && run.failure.step === null) {
    output.line(`\n${showFailure(`Run '${run.name}'`, run.failure)}`);
  }
  for (const step of steps) {
    if (step.failure !== null) output.line(`\n${showFailure(`Step '${step.name}'`, step.failure)}`);
  }
};

/** In the order of the graph. */
async function stepsOf(store: ZenStore, runId: string): Promise<Summary<"step">[]> {
  const steps: Summary<"step">[] = [];
  const filters = [{ field: "run_id", operator: "eq", value: runId }] as const;
  const sort = { field: "position", direction: "asc" } as const;
  for await (const step of store.steps.all({ filters, sort })) steps.push(step);
  return steps;
}

function describe(run: Run, version: number | undefined, now: number): Description {
  const pipeline = version === undefined ? UNLISTED : `${run.pipeline_name} (version ${version})`;
  const parameters = Object.entries(run.parameters);
  return {
    title: `'${run.name}' Run`,
    properties: [
      ["NAME", run.name],
      ["ID", run.id],
      ["PIPELINE", pipeline],
      ["STATUS", showStatus(run.status)],
      ["STACK", run.stack_name],
      ["STEPS", String(run.step_count)],
      ["STARTED", showTime(run.started)],
      ["ENDED", showTime(run.ended)],
      ["DURATION", showDuration(elapsed(run, now))],
      ...parameters.map(([name, value]) => [`PARAMETER ${name}`, showJson(value)] as const),
    ],
  };
}

/** Every step of the graph: one that nothing has happened to yet has no record, and waits. */
async function printSteps(
  run: Run,
  steps: readonly Summary<"step">[],
  { output }: Context,
): Promise<void> {
  const recorded = new Map(steps.map((step) => [step.name, step]));
  output.line("");
  await output.table({
    columns: ["STEP", "STATUS", "DURATION", "AFTER"].map((header) => ({ header })),
    rows: run.graph.steps.map(({ name, upstream }) => {
      const step = recorded.get(name);
      return [
        { text: name },
        showStatus(step?.status ?? "pending"),
        { text: showDuration(step?.duration_ms ?? null) },
        { text: upstream.join(", ") },
      ];
    }),
  });
}
