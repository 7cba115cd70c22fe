import type { Pipeline } from "../../domain/entities/pipeline.js";
import type { Handler } from "../framework/command.js";
import type { Description } from "../output/output.js";
import { showJson, showTime } from "../show.js";
import { findPipeline } from "./find-pipelines.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, flags, context) => {
  const { store } = await context.openSession();
  const pipeline = await findPipeline(store, args.pipeline, flags.version);
  const { output } = context;
  await output.describe(describe(pipeline), pipeline);
  if (output.format !== "table") return;
  output.line("");
  await output.table({
    columns: ["STEP", "DEFINED IN", "AFTER"].map((header) => ({ header })),
    rows: pipeline.graph.steps.map(({ name, source, upstream }) => [
      { text: name },
      { text: source === null ? "" : `${source.file}:${source.line}` },
      { text: upstream.join(", ") },
    ]),
  });
};

function describe(pipeline: Pipeline): Description {
  const { graph } = pipeline;
  const parameters = Object.entries(graph.params);
  return {
    title: `'${pipeline.name}' Pipeline`,
    properties: [
      ["NAME", pipeline.name],
      ["ID", pipeline.id],
      ["VERSION", String(pipeline.version)],
      ["DESCRIPTION", pipeline.description ?? ""],
      ["STEPS", String(graph.steps.length)],
      ["CACHING", graph.enable_cache ? "enabled" : "disabled"],
      ["CREATED", showTime(pipeline.created)],
      ...parameters.map(([name, value]) => [`PARAMETER ${name}`, showJson(value)] as const),
    ],
  };
}
