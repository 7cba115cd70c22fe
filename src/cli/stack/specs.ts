import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";
import { COMPONENT_FLAGS, REMOVE_FLAGS } from "./component-flags.js";

const GROUP = "Stacks";

const STACK = "Name, id or id prefix";
const ACTIVE_BY_DEFAULT = [
  { name: "stack", names: "stack", summary: `${STACK}; default: the active stack`, optional: true },
] as const;

// ZenML does now what metadata stores did, so nothing can be coupled with one.
const METADATA_STORE_FLAGS = {
  "metadata-store": {
    kind: "text",
    short: "m",
    hidden: true,
    summary: "Not needed any more: the metadata store is part of ZenML",
  },
  "decouple-stores": {
    kind: "boolean",
    hidden: true,
    summary: "Not needed any more: the metadata store is part of ZenML",
  },
} as const;

export const registerSpec = {
  path: ["stack", "register"],
  summary: "Register a stack of components that exist",
  group: GROUP,
  args: [{ name: "stack", summary: "Name of the new stack" }],
  flags: {
    ...COMPONENT_FLAGS,
    "artifact-store": { ...COMPONENT_FLAGS["artifact-store"], required: true },
    orchestrator: { ...COMPONENT_FLAGS.orchestrator, required: true },
    set: { kind: "boolean", summary: "Make it the active stack" },
    share: { kind: "boolean", summary: "Share it with the others of the project" },
    yes: { kind: "boolean", short: "y", summary: "Share its components too, without asking" },
    ...METADATA_STORE_FLAGS,
  },
  session: true,
  examples: [
    {
      command: "zenml stack register local -o default -a default --set",
      summary: "A stack that runs and stores on this machine, active from now on",
    },
  ],
} as const satisfies CommandSpec;

export const listSpec = {
  path: ["stack", "list"],
  summary: "List all available stacks in the active profile",
  group: GROUP,
  flags: {
    ...LIST_FLAGS,
    "just-mine": { kind: "boolean", short: "m", summary: "Only stacks that the active user made" },
  },
  session: true,
  lists: "stack",
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["stack", "describe"],
  summary: "Show the components of a stack, by default of the active one",
  description: "Says too what keeps pipelines from running on it.",
  group: GROUP,
  args: ACTIVE_BY_DEFAULT,
  session: true,
} as const satisfies CommandSpec;

export const setSpec = {
  path: ["stack", "set"],
  summary: "Make a stack the active one: of the repository inside one, else of the profile",
  group: GROUP,
  args: [{ name: "stack", names: "stack", summary: STACK }],
  flags: {
    global: { kind: "boolean", short: "g", summary: "Of the profile, inside a repository too" },
  },
  session: true,
} as const satisfies CommandSpec;

export const getSpec = {
  path: ["stack", "get"],
  summary: "Get the active stack",
  group: GROUP,
  session: true,
} as const satisfies CommandSpec;

export const updateSpec = {
  path: ["stack", "update"],
  summary: "Give a stack other components; kinds that are not named stay as they are",
  group: GROUP,
  args: ACTIVE_BY_DEFAULT,
  flags: { ...COMPONENT_FLAGS, ...METADATA_STORE_FLAGS },
  session: true,
} as const satisfies CommandSpec;

export const removeComponentSpec = {
  path: ["stack", "remove-component"],
  summary: "Take components out of a stack",
  group: GROUP,
  args: ACTIVE_BY_DEFAULT,
  flags: REMOVE_FLAGS,
  session: true,
} as const satisfies CommandSpec;

export const shareSpec = {
  path: ["stack", "share"],
  summary: "Share a stack and its components with everyone in the project",
  group: GROUP,
  args: ACTIVE_BY_DEFAULT,
  flags: CONFIRM_FLAGS,
  session: true,
} as const satisfies CommandSpec;

export const unshareSpec = {
  path: ["stack", "unshare"],
  summary: "Keep a stack to yourself again; its components stay shared",
  group: GROUP,
  args: ACTIVE_BY_DEFAULT,
  session: true,
} as const satisfies CommandSpec;

export const renameSpec = {
  path: ["stack", "rename"],
  summary: "Give a stack another name; settings of this machine follow",
  description: "With one name the active stack gets it.",
  group: GROUP,
  args: [
    {
      name: "stack",
      names: "stack",
      summary: `${STACK}; left out: the active stack`,
      optional: true,
    },
    { name: "new-name", summary: "Its new name", optional: true },
  ],
  session: true,
} as const satisfies CommandSpec;

export const deleteSpec = {
  path: ["stack", "delete"],
  summary: "Delete a stack; its components stay",
  group: GROUP,
  args: [{ name: "stack", names: "stack", summary: STACK }],
  flags: CONFIRM_FLAGS,
  session: true,
} as const satisfies CommandSpec;

export const copySpec = {
  path: ["stack", "copy"],
  summary: "Copy a stack, also from one profile to another with the components that it lacks there",
  group: GROUP,
  args: [
    { name: "source-stack", names: "stack", summary: STACK },
    { name: "target-stack", summary: "Name of the copy" },
  ],
  flags: {
    from: {
      kind: "text",
      placeholder: "PROFILE",
      summary: "Profile to copy from; default: active",
    },
    to: { kind: "text", placeholder: "PROFILE", summary: "Profile to copy to; default: active" },
  },
  session: true,
} as const satisfies CommandSpec;

export const exportSpec = {
  path: ["stack", "export"],
  summary: "Write a stack with its components to a YAML file",
  group: GROUP,
  args: [
    ...ACTIVE_BY_DEFAULT,
    {
      name: "file",
      summary: "File to write; default: the stack's name with .yaml",
      optional: true,
    },
  ],
  session: true,
} as const satisfies CommandSpec;

export const importSpec = {
  path: ["stack", "import"],
  summary: "Register a stack from a YAML file, with the components that are not there",
  group: GROUP,
  args: [{ name: "stack", summary: "Name of the new stack" }],
  flags: {
    filename: {
      kind: "text",
      short: "f",
      aliases: ["file"],
      placeholder: "FILE",
      summary: "File to read; default: the stack's name with .yaml",
    },
    "ignore-version-mismatch": {
      kind: "boolean",
      summary: "Read a file that another version of ZenML wrote",
    },
    "decouple-stores": METADATA_STORE_FLAGS["decouple-stores"],
  },
  session: true,
} as const satisfies CommandSpec;

export const upSpec = {
  path: ["stack", "up"],
  summary: "Start what the components of the active stack need on this machine",
  group: GROUP,
  session: true,
} as const satisfies CommandSpec;

export const downSpec = {
  path: ["stack", "down"],
  summary: "Stop what the components of the active stack have started on this machine",
  group: GROUP,
  flags: {
    force: {
      kind: "boolean",
      short: "f",
      summary: "Delete it, too, instead of keeping it for the next start",
    },
    yes: { kind: "boolean", short: "y", hidden: true, summary: "The old name of --force" },
  },
  session: true,
} as const satisfies CommandSpec;
