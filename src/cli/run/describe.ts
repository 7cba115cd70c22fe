import type { Run } from "../../domain/entities/run.js";
import type { Summary } from "../../domain/resources.js";
import { shownStatus } from "../../sdk/running/shown-status.js";
import type { ShownStatus } from "../../sdk/running/shown-status.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import type { Description } from "../output/output.js";
import { showFailure } from "../show-failure.js";
import { elapsed, showDuration, showJson, showStatus, showTime } from "../show.js";
import { UNLISTED } from "./columns.js";
import { describeConfiguration } from "./describe-config.js";
import { nodeRows } from "./node-rows.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, flags, context) => {
  if (flags.config) return describeConfiguration(args.run, context);
  const { store, output, ...described } = await read(args.run, context);
  const { run, steps } = described;
  await output.describe(await describe(described, store), {
    ...run,
    status: described.status,
    steps,
  });
  if (output.format !== "table") return;
  await printSteps(described, context);
  printFailures(described, context);
};

interface Described {
  readonly run: Run;
  readonly status: ShownStatus;
  readonly steps: readonly Summary<"step">[];
  readonly now: number;
}

async function read(reference: string, context: Context) {
  const { store } = await context.openSession();
  const run = await store.runs.get(reference);
  const now = context.now();
  const steps = await stepsOf(store, run.id);
  return { store, output: context.output, run, steps, now, status: shownStatus(run, now) };
}

/** In the order of the graph. */
async function stepsOf(store: ZenStore, runId: string): Promise<Summary<"step">[]> {
  const steps: Summary<"step">[] = [];
  const filters = [{ field: "run_id", operator: "eq", value: runId }] as const;
  const sort = { field: "position", direction: "asc" } as const;
  for await (const step of store.steps.all({ filters, sort, limit: 1000 })) steps.push(step);
  return steps;
}

async function describe({ run, status, now }: Described, store: ZenStore): Promise<Description> {
  const pipeline =
    run.pipeline_id === null ? undefined : await store.pipelines.find(run.pipeline_id);
  const original =
    run.original_run_id === null ? undefined : await store.runs.find(run.original_run_id);
  const { runner } = run;
  const parameters = Object.entries(run.parameters);
  return {
    title: `'${run.name}' Run`,
    properties: [
      ["NAME", run.name],
      ["ID", run.id],
      [
        "PIPELINE",
        pipeline === undefined ? UNLISTED : `${run.pipeline_name} (version ${pipeline.version})`,
      ],
      ["STATUS", showStatus(status)],
      ["STACK", run.stack_name],
      ["STEPS", String(run.step_count)],
      ["STARTED", showTime(run.started)],
      ["ENDED", showTime(run.ended)],
      ["DURATION", showDuration(elapsed(run, now))],
      ...(runner === null
        ? []
        : [["EXECUTED BY", `process ${runner.process_id} on ${runner.host}`] as const]),
      ...(run.original_run_id === null
        ? []
        : [["ORIGINAL RUN", original?.name ?? run.original_run_id] as const]),
      ...parameters.map(([name, value]) => [`PARAMETER ${name}`, showJson(value)] as const),
    ],
  };
}

/** Every step of the graph: one that nothing has happened to yet has no record, and waits. */
async function printSteps({ run, status, steps }: Described, { output }: Context): Promise<void> {
  output.line("");
  await output.table({
    columns: ["STEP", "STATUS", "DURATION", "AFTER"].map((header) => ({ header })),
    rows: nodeRows(run.graph, steps).map(({ name, items, step, upstream }) => {
      const isLeft = status === "interrupted" && step?.status === "running";
      return [
        { text: items === undefined ? name : `${name} (${items})` },
        showStatus(isLeft ? status : (step?.status ?? "pending")),
        { text: showDuration(step?.duration_ms ?? null) },
        { text: upstream.join(", ") },
      ];
    }),
  });
}

/** A person reads a few; `step list --run` has them all. */
const MOST_FAILURES = 20;

function printFailures({ run, steps }: Described, { output }: Context): void {
  // A step's failure is told with the step.
  if (run.failure !== null && run.failure.step === null) {
    output.line(`\n${showFailure(`Run '${run.name}'`, run.failure)}`);
  }
  const failed = steps.filter(({ failure }) => failure !== null);
  for (const { name, failure } of failed.slice(0, MOST_FAILURES)) {
    if (failure !== null) output.line(`\n${showFailure(`Step '${name}'`, failure)}`);
  }
  if (failed.length > MOST_FAILURES) {
    output.line(
      `\n${failed.length - MOST_FAILURES} more: zenml step list --run ${run.name} --filter status=failed`,
    );
  }
}
