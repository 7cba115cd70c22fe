import type { CommandSpec } from "../framework/command.js";
import { LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Pipelines and Runs";

export const listSpec = {
  path: ["step", "list"],
  summary: "List steps of runs, newest first; of one run in their order",
  group: GROUP,
  flags: {
    run: { kind: "text", short: "r", placeholder: "RUN", summary: "Only steps of this run" },
    map: {
      kind: "text",
      placeholder: "NAME",
      summary: "What was executed for the items of this map of the run",
    },
    ...LIST_FLAGS,
  },
  session: true,
  lists: "step",
  examples: [
    { command: "zenml step list --filter status=failed", summary: "Steps that failed, in any run" },
    { command: "zenml step list --run training-3 --map train", summary: "Items of a map" },
  ],
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["step", "describe"],
  summary: "Show a step with its inputs, outputs and what failed",
  group: GROUP,
  args: [
    {
      name: "step",
      names: "run",
      summary: "RUN/STEP, id or id prefix; or a run, with the step's name next",
    },
    { name: "name", summary: "Name of the step in that run", optional: true },
  ],
  session: true,
} as const satisfies CommandSpec;

export const whySpec = {
  path: ["step", "why"],
  summary: "Explain why a step was served from the cache or run again",
  group: GROUP,
  args: [
    {
      name: "step",
      names: "run",
      summary:
        "RUN/STEP, id or id prefix; or a run, with the step's name next or for all its steps",
    },
    { name: "name", summary: "Name of the step in that run", optional: true },
  ],
  session: true,
  examples: [{ command: "zenml step why training-3 train", summary: "What differed from before" }],
} as const satisfies CommandSpec;
