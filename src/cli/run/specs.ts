import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Pipelines and Runs";
const RUN = { name: "run", names: "run", summary: "Name, id or id prefix of a run" } as const;

export const listSpec = {
  path: ["run", "list"],
  summary: "List runs, newest first",
  group: GROUP,
  flags: LIST_FLAGS,
  session: true,
  lists: "run",
  examples: [
    {
      command: "zenml run list --filter status=failed --limit 5",
      summary: "The last five that failed",
    },
    { command: "zenml run list -o json", summary: "For a program" },
  ],
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["run", "describe"],
  summary: "Show a run with its steps and what failed",
  group: GROUP,
  args: [RUN],
  session: true,
} as const satisfies CommandSpec;

export const logsSpec = {
  path: ["run", "logs"],
  summary: "Print what the steps of a run printed",
  group: GROUP,
  args: [RUN],
  flags: { step: { kind: "text", placeholder: "NAME", summary: "Only lines of this step" } },
  session: true,
} as const satisfies CommandSpec;

export const deleteSpec = {
  path: ["run", "delete"],
  summary: "Delete a run with its steps and logs; what it wrote stays readable",
  group: GROUP,
  args: [RUN],
  flags: CONFIRM_FLAGS,
  session: true,
} as const satisfies CommandSpec;
