import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";
import { PARAM_FLAGS, PIPELINE_FILE } from "../run/execute-spec.js";

const GROUP = "Pipelines and Runs";
const SCHEDULE = {
  name: "schedule",
  names: "schedule",
  summary: "Name, id or id prefix of a schedule",
} as const;

export const createSpec = {
  path: ["schedule", "create"],
  summary: "Put a pipeline on a schedule",
  description:
    "The pipeline is loaded and checked now, and run at its times by `zenml schedule run`. A time without an offset is one of the schedule's time zone.",
  group: GROUP,
  args: [{ name: "name", summary: "Name of the schedule" }, PIPELINE_FILE],
  session: true,
  flags: {
    cron: {
      kind: "text",
      placeholder: "EXPRESSION",
      summary: "When it fires, as a cron expression of five parts, or six with seconds first",
    },
    interval: {
      kind: "text",
      placeholder: "TIME",
      summary: "How often it fires from its start on: seconds, or 30s, 15m, 6h, 1d",
    },
    start: {
      kind: "text",
      placeholder: "TIME",
      summary: "It does not fire before, e.g. 2026-03-01T08:30",
    },
    end: { kind: "text", placeholder: "TIME", summary: "It does not fire after" },
    "time-zone": {
      kind: "text",
      placeholder: "ZONE",
      summary: "Zone of its times, e.g. Europe/Berlin; default: this machine's",
    },
    catchup: {
      kind: "boolean",
      summary: "Fire every time that was missed while nothing ran, not the last one alone",
    },
    ...PARAM_FLAGS,
  },
  examples: [
    {
      command:
        'zenml schedule create nightly pipeline.ts --cron "0 3 * * *" --time-zone Europe/Berlin',
      summary: "Every night at three",
    },
    {
      command: "zenml schedule create often pipeline.ts:training --interval 15m --param trees=80",
      summary: "Every quarter of an hour from now on",
    },
  ],
} as const satisfies CommandSpec;

export const listSpec = {
  path: ["schedule", "list"],
  summary: "List schedules with the time that they fire next",
  group: GROUP,
  flags: LIST_FLAGS,
  session: true,
  lists: "schedule",
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["schedule", "describe"],
  summary: "Show a schedule",
  group: GROUP,
  args: [SCHEDULE],
  session: true,
} as const satisfies CommandSpec;

export const pauseSpec = {
  path: ["schedule", "pause"],
  summary: "Let a schedule fire no more until it is resumed",
  group: GROUP,
  args: [SCHEDULE],
  session: true,
} as const satisfies CommandSpec;

export const resumeSpec = {
  path: ["schedule", "resume"],
  summary: "Let a paused schedule fire again",
  group: GROUP,
  args: [SCHEDULE],
  session: true,
} as const satisfies CommandSpec;

export const deleteSpec = {
  path: ["schedule", "delete"],
  summary: "Delete a schedule; its runs stay",
  group: GROUP,
  args: [SCHEDULE],
  flags: CONFIRM_FLAGS,
  session: true,
} as const satisfies CommandSpec;

export const runSpec = {
  path: ["schedule", "run"],
  summary: "Fire schedules at their times, until Ctrl-C",
  description:
    "Runs are processes of their own; one that fails ends nothing else. Several of these may run at once: each time is fired once.",
  group: GROUP,
  flags: {
    once: { kind: "boolean", summary: "Fire what is due now, wait for it, and end" },
  },
  session: true,
  examples: [{ command: "zenml schedule run --once", summary: "From a cron job of the system" }],
} as const satisfies CommandSpec;
