import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Pipelines and Runs";
const ARTIFACT = {
  name: "artifact",
  names: "artifact",
  summary: "RUN/STEP, RUN/STEP/OUTPUT, NAME, NAME:VERSION, NAME:TAG, id or id prefix",
} as const;

export const listSpec = {
  path: ["artifact", "list"],
  summary: "List values that steps wrote, newest first",
  group: GROUP,
  flags: {
    run: { kind: "text", short: "r", placeholder: "RUN", summary: "Only those of this run" },
    tag: { kind: "text", placeholder: "TAG", summary: "Only those with this tag" },
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

const NAME = {
  name: "name",
  summary: "What it is to be called; a name that is known gets its next version",
} as const;

export const registerSpec = {
  path: ["artifact", "register"],
  summary:
    "Give an artifact a name and a version: a file, a download, a value, or one that is there",
  group: GROUP,
  args: [NAME],
  flags: {
    file: { kind: "text", placeholder: "PATH", summary: "A file of this machine" },
    url: { kind: "text", placeholder: "URL", summary: "An http or https address, downloaded now" },
    value: { kind: "text", placeholder: "JSON", summary: "Plain data" },
    artifact: {
      kind: "text",
      placeholder: "ARTIFACT",
      names: "artifact",
      summary: "An artifact of a run: RUN/STEP, RUN/STEP/OUTPUT or id",
    },
    materializer: {
      kind: "text",
      placeholder: "NAME",
      summary: "What reads the bytes: json, table, array, bytes, …; default: they stay a file",
    },
    description: { kind: "text", placeholder: "TEXT", summary: "What it is" },
  },
  session: true,
  examples: [
    { command: "zenml artifact register penguins --file penguins.csv", summary: "A file" },
    {
      command: "zenml artifact register limits --value '{\"most\": 10}'",
      summary: "A value",
    },
    {
      command: "zenml artifact register model --artifact training-3/train",
      summary: "What a step wrote",
    },
  ],
} as const satisfies CommandSpec;

export const versionListSpec = {
  path: ["artifact", "version", "list"],
  summary: "List artifacts that have a name, with their versions and tags",
  group: GROUP,
  args: [{ name: "name", summary: "Only versions of this name", optional: true }],
  flags: { ...LIST_FLAGS },
  session: true,
  lists: "artifact_version",
} as const satisfies CommandSpec;

export const versionDeleteSpec = {
  path: ["artifact", "version", "delete"],
  summary: "Take a version from a name; the artifact goes when nothing else leads to it",
  group: GROUP,
  args: [{ name: "version", summary: "NAME:VERSION or NAME:TAG" }],
  flags: { ...CONFIRM_FLAGS },
  session: true,
} as const satisfies CommandSpec;

export const tagSpec = {
  path: ["artifact", "tag"],
  summary: "Mark an artifact with words",
  group: GROUP,
  args: [ARTIFACT, { name: "tags", summary: "Tags", repeatable: true }],
  session: true,
  examples: [
    { command: "zenml artifact tag penguins:3 clean", summary: "Read it as penguins:clean" },
  ],
} as const satisfies CommandSpec;

export const untagSpec = {
  path: ["artifact", "untag"],
  summary: "Take tags from an artifact",
  group: GROUP,
  args: [ARTIFACT, { name: "tags", summary: "Tags", repeatable: true }],
  session: true,
} as const satisfies CommandSpec;

export const lineageSpec = {
  path: ["artifact", "lineage"],
  summary: "Show what an artifact was made of, and what was made of it",
  group: GROUP,
  args: [ARTIFACT],
  flags: {
    up: { kind: "boolean", summary: "Only what it was made of" },
    down: { kind: "boolean", summary: "Only what was made of it" },
    depth: {
      kind: "number",
      minimum: 1,
      default: 10,
      summary: "Steps between it and the farthest",
    },
  },
  session: true,
} as const satisfies CommandSpec;

export const deleteSpec = {
  path: ["artifact", "delete"],
  summary: "Delete an artifact, whoever uses it; steps that it served are computed again",
  group: GROUP,
  args: [ARTIFACT],
  flags: { ...CONFIRM_FLAGS },
  session: true,
} as const satisfies CommandSpec;

export const pruneSpec = {
  path: ["artifact", "prune"],
  summary:
    "Delete artifacts that no run, version or tag leads to, and bytes that no artifact needs",
  group: GROUP,
  flags: {
    "older-than": {
      kind: "text",
      placeholder: "AGE",
      summary: "Only what is older: 45m, 12h, 30d, 2w",
    },
    "dry-run": { kind: "boolean", summary: "Only say what would be deleted" },
    shared: {
      kind: "boolean",
      summary: "Also bytes in folders that other profiles may use",
    },
    ...CONFIRM_FLAGS,
  },
  session: true,
  examples: [
    { command: "zenml artifact prune --dry-run", summary: "What would go" },
    { command: "zenml artifact prune --older-than 30d --yes", summary: "For a nightly job" },
  ],
} as const satisfies CommandSpec;
