import type { CommandSpec } from "../framework/command.js";

/** How a pipeline file and its params are named; shared by running and compiling. */
export const PIPELINE_FILE = {
  name: "file",
  summary: "File with a pipeline, or `file:export` to name one of several",
} as const;

export const PARAM_FLAGS = {
  param: {
    kind: "text",
    short: "p",
    repeatable: true,
    placeholder: "NAME=VALUE",
    summary: "Value of a pipeline param: JSON, else text; may be repeated",
  },
  config: {
    kind: "text",
    short: "c",
    placeholder: "FILE",
    summary: "YAML or JSON file with parameters, settings and more; flags win over it",
  },
} as const;

export const executeSpec = {
  path: ["run"],
  aliases: [["pipeline", "run"]],
  summary: "Run a pipeline",
  description:
    "Runs the pipeline that a file exports on the active stack and records it. Steps that do not depend on each other run at once, on worker threads.",
  group: "Pipelines and Runs",
  args: [PIPELINE_FILE],
  takesFile: true,
  session: true,
  flags: {
    ...PARAM_FLAGS,
    name: {
      kind: "text",
      placeholder: "NAME",
      summary: "Name of the run; may hold {pipeline}, {date} and {time}",
    },
    cache: {
      kind: "boolean",
      tristate: true,
      summary: "Serve steps from the cache; --no-cache executes them all",
    },
    unlisted: { kind: "boolean", summary: "Record the run under no pipeline" },
    "in-process": {
      kind: "boolean",
      summary: "Execute steps in this process instead of worker threads",
    },
    inspect: {
      kind: "boolean",
      summary: "Wait for a debugger, then execute in this process: breakpoints in the source hold",
    },
  },
  examples: [
    { command: "zenml run pipeline.ts", summary: "Run the only pipeline of a file" },
    {
      command: "zenml run pipeline.ts:training --param trees=80 --no-cache",
      summary: "One of several, with another param, everything executed",
    },
    { command: "zenml run pipeline.ts --config run.yaml", summary: "With a configuration file" },
  ],
} as const satisfies CommandSpec;
