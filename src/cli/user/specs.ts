import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Configuration";
const USER = { name: "user", names: "user", summary: "Name, id or id prefix" } as const;

export const createSpec = {
  path: ["user", "create"],
  summary: "Create a user",
  group: GROUP,
  args: [{ name: "name", summary: "Name of the user" }],
  session: true,
} as const satisfies CommandSpec;

export const listSpec = {
  path: ["user", "list"],
  summary: "List all users of the active profile",
  group: GROUP,
  flags: LIST_FLAGS,
  session: true,
  lists: "user",
} as const satisfies CommandSpec;

export const getSpec = {
  path: ["user", "get"],
  summary: "Show which user is active",
  group: GROUP,
  session: true,
} as const satisfies CommandSpec;

export const setSpec = {
  path: ["user", "set"],
  summary: "Make a user the active one of the profile",
  group: GROUP,
  args: [USER],
  session: true,
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["user", "describe"],
  summary: "Show a user, by default the active one",
  group: GROUP,
  args: [{ ...USER, optional: true }],
  session: true,
} as const satisfies CommandSpec;

export const deleteSpec = {
  path: ["user", "delete"],
  summary: "Delete a user; what they own stays",
  group: GROUP,
  args: [USER],
  flags: CONFIRM_FLAGS,
  session: true,
} as const satisfies CommandSpec;
