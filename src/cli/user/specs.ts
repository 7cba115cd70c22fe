import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Configuration";
const USER = { name: "user", names: "user", summary: "Name, id or id prefix" } as const;

const SHOWN_FLAGS = {
  "full-name": { kind: "text", summary: "Full name, on a server" },
  email: { kind: "text", summary: "Address, on a server" },
} as const;

export const createSpec = {
  path: ["user", "create"],
  summary: "Create a user; on a server one who may log in",
  description:
    "On a server, without a password, an activation token is shown once, with which they choose one.",
  group: GROUP,
  args: [{ name: "name", summary: "Name of the user" }],
  flags: {
    password: { kind: "text", summary: "Their first password; default: an activation token" },
    role: {
      kind: "text",
      names: "role",
      summary: "Role everywhere on the server, or `none`; default: editor",
    },
    service: { kind: "boolean", summary: "A program, which has API tokens and no password" },
    ...SHOWN_FLAGS,
  },
  session: true,
  examples: [
    { command: "zenml user create alice", summary: "Invite somebody with an activation token" },
  ],
} as const satisfies CommandSpec;

export const updateSpec = {
  path: ["user", "update"],
  summary: "Change a user",
  group: GROUP,
  args: [USER],
  flags: {
    name: { kind: "text", short: "n", summary: "Another name" },
    ...SHOWN_FLAGS,
    active: {
      kind: "boolean",
      tristate: true,
      summary: "Whether they may log in, on a server; --no-active ends their logins",
    },
  },
  session: true,
} as const satisfies CommandSpec;

export const changePasswordSpec = {
  path: ["user", "change-password"],
  summary: "Choose another password for yourself; every other login ends",
  description: "Asks for both where they are not given.",
  group: GROUP,
  flags: {
    "old-password": {
      kind: "text",
      env: "ZENML_STORE_PASSWORD",
      summary: "The present password",
    },
    "new-password": {
      kind: "text",
      env: "ZENML_NEW_PASSWORD",
      summary: "The new password",
    },
  },
  session: true,
} as const satisfies CommandSpec;

export const resetPasswordSpec = {
  path: ["user", "reset-password"],
  summary: "Let a user choose another password with a token that is shown once; their logins end",
  group: GROUP,
  args: [USER],
  flags: CONFIRM_FLAGS,
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
