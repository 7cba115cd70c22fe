import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Pipelines and Runs";

const VERSION_FLAG = {
  kind: "number",
  minimum: 1,
  placeholder: "NUMBER",
} as const;

export const listSpec = {
  path: ["pipeline", "list"],
  summary: "List pipelines, a row for each version",
  group: GROUP,
  flags: LIST_FLAGS,
  session: true,
  lists: "pipeline",
} as const satisfies CommandSpec;

export const runsSpec = {
  path: ["pipeline", "runs"],
  aliases: [["pipeline", "runs", "list"]],
  summary: "List the runs of a pipeline, or of all",
  group: GROUP,
  args: [
    {
      name: "pipeline",
      names: "pipeline",
      summary: "Name, NAME:VERSION, id or id prefix of a pipeline",
      optional: true,
    },
  ],
  flags: {
    pipeline: { kind: "text", short: "p", hidden: true, summary: "The pipeline" },
    unlisted: { kind: "boolean", summary: "Only runs that belong to no pipeline" },
    user: { kind: "text", short: "u", names: "user", summary: "Only runs that this user began" },
    "of-stack": { kind: "text", short: "s", names: "stack", summary: "Only runs on this stack" },
    ...LIST_FLAGS,
  },
  session: true,
  lists: "run",
  examples: [
    { command: "zenml pipeline runs training", summary: "Runs of all versions of one pipeline" },
    { command: "zenml pipeline runs --unlisted", summary: "Runs whose pipeline was deleted, too" },
  ],
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["pipeline", "describe"],
  summary: "Show a pipeline with its steps",
  group: GROUP,
  args: [
    {
      name: "pipeline",
      names: "pipeline",
      summary: "Name, NAME:VERSION, id or id prefix; of a name the newest version",
    },
  ],
  flags: { version: { ...VERSION_FLAG, summary: "This version instead of the newest" } },
  session: true,
} as const satisfies CommandSpec;

export const deleteSpec = {
  path: ["pipeline", "delete"],
  summary: "Delete a pipeline; its runs stay and become unlisted",
  group: GROUP,
  args: [
    {
      name: "pipeline",
      names: "pipeline",
      summary: "Name, NAME:VERSION, id or id prefix; a name means all its versions",
    },
  ],
  flags: {
    version: { ...VERSION_FLAG, summary: "Delete this version alone" },
    ...CONFIRM_FLAGS,
  },
  session: true,
} as const satisfies CommandSpec;
