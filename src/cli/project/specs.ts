import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Configuration";
const PROJECT = { name: "project", names: "project", summary: "Name, id or id prefix" } as const;
const DESCRIPTION = {
  kind: "text",
  short: "d",
  placeholder: "TEXT",
  summary: "What the project is for",
} as const;

export const createSpec = {
  path: ["project", "create"],
  aliases: [["project", "register"]],
  summary: "Create a project with a default stack of its own",
  group: GROUP,
  args: [{ name: "name", summary: "Name of the project" }],
  flags: { description: DESCRIPTION },
  session: true,
} as const satisfies CommandSpec;

export const listSpec = {
  path: ["project", "list"],
  summary: "List all projects of the active profile",
  group: GROUP,
  flags: LIST_FLAGS,
  session: true,
  lists: "project",
} as const satisfies CommandSpec;

export const setSpec = {
  path: ["project", "set"],
  summary: "Make a project the active one",
  description:
    "Inside a repository for the repository, else for the profile. The active stack stays if the project\nhas one of that name.",
  group: GROUP,
  args: [PROJECT],
  flags: {
    global: {
      kind: "boolean",
      short: "g",
      summary: "For the profile, inside a repository too",
    },
  },
  session: true,
} as const satisfies CommandSpec;

export const unsetSpec = {
  path: ["project", "unset"],
  summary: "Let a repository follow the project of its profile again",
  group: GROUP,
  session: true,
} as const satisfies CommandSpec;

export const getSpec = {
  path: ["project", "get"],
  summary: "Show which project is active",
  group: GROUP,
  session: true,
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["project", "describe"],
  summary: "Show a project, by default the active one",
  group: GROUP,
  args: [{ ...PROJECT, optional: true }],
  session: true,
} as const satisfies CommandSpec;

export const updateSpec = {
  path: ["project", "update"],
  summary: "Change a project's name or description",
  group: GROUP,
  args: [PROJECT],
  flags: {
    name: { kind: "text", short: "n", summary: "What it is called from now on" },
    description: DESCRIPTION,
  },
  session: true,
} as const satisfies CommandSpec;

export const deleteSpec = {
  path: ["project", "delete"],
  summary: "Delete a project with everything in it",
  group: GROUP,
  args: [PROJECT],
  flags: CONFIRM_FLAGS,
  session: true,
} as const satisfies CommandSpec;
