import type { CommandSpec, FlagSpecs } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";
import { PARAM_FLAGS } from "./execute-spec.js";

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
  flags: {
    config: {
      kind: "boolean",
      summary: "Show its configuration instead: every value, and where it comes from",
    },
  },
  session: true,
} as const satisfies CommandSpec;

export const logsSpec = {
  path: ["run", "logs"],
  summary: "Print what the steps of a run printed",
  group: GROUP,
  args: [RUN],
  flags: {
    step: { kind: "text", placeholder: "NAME", summary: "Only lines of this step" },
    follow: { kind: "boolean", short: "f", summary: "Go on until the run has ended" },
  },
  session: true,
} as const satisfies CommandSpec;

export const statusSpec = {
  path: ["run", "status"],
  summary: "Print the state of a run: one word",
  description:
    "One of pending, running, completed, failed, cancelled, or interrupted when the process that executed it is gone.",
  group: GROUP,
  args: [RUN],
  session: true,
} as const satisfies CommandSpec;

const CONTINUE_FLAGS = {
  "accept-changes": {
    kind: "boolean",
    summary: "Also when the pipeline is not what it was; what is finished stays as it is",
  },
  "in-process": {
    kind: "boolean",
    summary: "Execute steps in this process instead of worker threads",
  },
} as const satisfies FlagSpecs;

export const resumeSpec = {
  path: ["run", "resume"],
  summary: "Go on with a run that was interrupted, failed or was cancelled",
  description:
    "Takes over what the run has finished and executes the rest, with its own params, configuration and stack. Refuses when the pipeline is not what it was, naming every difference.",
  group: GROUP,
  args: [RUN],
  flags: CONTINUE_FLAGS,
  session: true,
  examples: [{ command: "zenml run resume training-3", summary: "After a crash or a failed step" }],
} as const satisfies CommandSpec;

export const retrySpec = {
  path: ["run", "retry"],
  summary: "Repeat a part of a run as a new run",
  description:
    "What is not repeated is taken over from the run as if it came from the cache. Without --from, what did not complete is executed.",
  group: GROUP,
  args: [RUN],
  flags: {
    from: {
      kind: "text",
      placeholder: "STEP",
      summary: "Execute this step, and all that depend on it, whatever the cache has",
    },
    name: { kind: "text", placeholder: "NAME", summary: "Name of the new run" },
    ...CONTINUE_FLAGS,
  },
  session: true,
  examples: [
    { command: "zenml run retry training-3 --from evaluate", summary: "Evaluate once more" },
  ],
} as const satisfies CommandSpec;

export const replaySpec = {
  path: ["run", "replay"],
  summary: "Say what a run would execute now, and what it would take from the cache",
  description:
    "Compiles the code as it is now and compares it with a recorded run. Executes nothing and writes nothing.",
  group: GROUP,
  args: [
    RUN,
    {
      name: "file",
      summary: "File with the pipeline, or `file:export`; default: where the run was started from",
      optional: true,
    },
  ],
  flags: { param: PARAM_FLAGS.param },
  session: true,
  examples: [
    { command: "zenml run replay training-3", summary: "Before a change is run" },
    { command: "zenml run replay training-3 --param trees=80", summary: "With another param" },
  ],
} as const satisfies CommandSpec;

export const cancelSpec = {
  path: ["run", "cancel"],
  summary: "End a run that is executed elsewhere",
  description:
    "Whoever executes it is asked to end, and does within moments. A run that nobody executes any more is ended at once.",
  group: GROUP,
  args: [RUN],
  session: true,
} as const satisfies CommandSpec;

export const watchSpec = {
  path: ["run", "watch"],
  summary: "Follow a run of another process until it ends",
  description: "With -o json, each event is one line.",
  group: GROUP,
  args: [RUN],
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
