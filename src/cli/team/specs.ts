import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Configuration";
const TEAM = { name: "team", names: "team", summary: "Name, id or id prefix" } as const;
const USERS = {
  user: {
    kind: "text",
    names: "user",
    repeatable: true,
    required: true,
    summary: "A user; may be repeated",
  },
} as const;

export const listSpec = {
  path: ["team", "list"],
  summary: "List the teams of the server",
  group: GROUP,
  flags: LIST_FLAGS,
  session: true,
  lists: "team",
} as const satisfies CommandSpec;

export const createSpec = {
  path: ["team", "create"],
  summary: "Create a team",
  group: GROUP,
  args: [{ name: "team", summary: "Name of the team" }],
  session: true,
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["team", "describe"],
  summary: "List the users of a team",
  group: GROUP,
  args: [TEAM],
  session: true,
} as const satisfies CommandSpec;

export const updateSpec = {
  path: ["team", "update"],
  summary: "Give a team another name",
  group: GROUP,
  args: [TEAM],
  flags: { name: { kind: "text", short: "n", required: true, summary: "Its new name" } },
  session: true,
} as const satisfies CommandSpec;

export const addSpec = {
  path: ["team", "add"],
  summary: "Add users to a team",
  group: GROUP,
  args: [TEAM],
  flags: USERS,
  session: true,
} as const satisfies CommandSpec;

export const removeSpec = {
  path: ["team", "remove"],
  summary: "Remove users from a team",
  group: GROUP,
  args: [TEAM],
  flags: USERS,
  session: true,
} as const satisfies CommandSpec;

export const deleteSpec = {
  path: ["team", "delete"],
  summary: "Delete a team; its users stay",
  group: GROUP,
  args: [TEAM],
  flags: CONFIRM_FLAGS,
  session: true,
} as const satisfies CommandSpec;
