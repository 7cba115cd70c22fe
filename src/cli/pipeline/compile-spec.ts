import type { CommandSpec } from "../framework/command.js";
import { PARAM_FLAGS, PIPELINE_FILE } from "../run/execute-spec.js";

export const compileSpec = {
  path: ["pipeline", "compile"],
  summary: "Print the graph of a pipeline as JSON",
  description:
    "Traces the pipeline without running it. docs/reference/graph.md describes the answer.",
  group: "Pipelines and Runs",
  args: [PIPELINE_FILE],
  flags: PARAM_FLAGS,
  examples: [
    { command: "zenml pipeline compile pipeline.ts --param trees=80", summary: "With a param" },
  ],
} as const satisfies CommandSpec;
