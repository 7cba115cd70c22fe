import type { CommandSpec } from "../framework/command.js";
import { LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Pipelines and Runs";
const ARTIFACT = {
  name: "artifact",
  names: "artifact",
  summary: "RUN/STEP, RUN/STEP/OUTPUT, id or id prefix",
} as const;

export const listSpec = {
  path: ["artifact", "list"],
  summary: "List values that steps wrote, newest first",
  group: GROUP,
  flags: {
    run: { kind: "text", short: "r", placeholder: "RUN", summary: "Only those of this run" },
    ...LIST_FLAGS,
  },
  session: true,
  lists: "artifact",
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["artifact", "describe"],
  summary: "Show an artifact: who made it, who used it, what is known about it",
  group: GROUP,
  args: [ARTIFACT],
  session: true,
} as const satisfies CommandSpec;

export const readSpec = {
  path: ["artifact", "read"],
  summary: "Print the value of an artifact, or save its bytes",
  group: GROUP,
  args: [ARTIFACT],
  flags: {
    save: { kind: "text", placeholder: "FILE", summary: "Write the stored bytes to this file" },
  },
  session: true,
  examples: [
    { command: "zenml artifact read training-3/evaluate", summary: "The step's only output" },
    {
      command: "zenml artifact read training-3/train/model --save model.bin",
      summary: "The bytes of one output",
    },
  ],
} as const satisfies CommandSpec;

export const openSpec = {
  path: ["artifact", "open"],
  summary: "Open a report or an image in the browser",
  group: GROUP,
  args: [ARTIFACT],
  session: true,
} as const satisfies CommandSpec;
