import type { CommandSpec } from "../framework/command.js";
import { PARAM_FLAGS, PIPELINE_FILE } from "../run/execute-spec.js";

export const templateSpec = {
  path: ["pipeline", "template"],
  summary: "Write a run.yaml with every key of a pipeline, each line commented out",
  group: "Pipelines and Runs",
  args: [PIPELINE_FILE],
  flags: {
    file: {
      kind: "text",
      short: "o",
      placeholder: "FILE",
      summary: "Write to this file, which must not exist, instead of to the terminal",
    },
    param: PARAM_FLAGS.param,
  },
  examples: [{ command: "zenml pipeline template pipeline.ts -o run.yaml", summary: "As a file" }],
} as const satisfies CommandSpec;
