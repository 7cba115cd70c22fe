import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Configuration";
const ROLE = { name: "role", names: "role", summary: "Name, id or id prefix" } as const;
const HOLDERS = {
  user: {
    kind: "text",
    names: "user",
    repeatable: true,
    summary: "A user; may be repeated",
  },
  team: {
    kind: "text",
    names: "team",
    repeatable: true,
    summary: "A team; may be repeated",
  },
  project: {
    kind: "text",
    names: "project",
    summary: "In this project alone; default: everywhere",
  },
} as const;

export const listSpec = {
  path: ["role", "list"],
  summary: "List the roles of the server",
  group: GROUP,
  flags: LIST_FLAGS,
  session: true,
  lists: "role",
} as const satisfies CommandSpec;

export const createSpec = {
  path: ["role", "create"],
  summary: "Create a role of your own",
  description:
    "Rights are read:KIND, write:KIND, read:*, write:*, see:others (what others do not share) and administer.",
  group: GROUP,
  args: [{ name: "role", summary: "Name of the role" }],
  flags: {
    permission: {
      kind: "text",
      short: "p",
      repeatable: true,
      placeholder: "RIGHT",
      summary: "What it lets people do; may be repeated; default: read:*",
    },
  },
  session: true,
  examples: [
    {
      command: "zenml role create runner -p 'read:*' -p write:run -p write:step -p write:artifact",
      summary: "A role that runs pipelines and changes no stacks",
    },
  ],
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["role", "describe"],
  summary: "Show what a role lets people do",
  group: GROUP,
  args: [ROLE],
  session: true,
} as const satisfies CommandSpec;

export const updateSpec = {
  path: ["role", "update"],
  summary: "Change a role of your own",
  group: GROUP,
  args: [ROLE],
  flags: {
    name: { kind: "text", short: "n", summary: "Another name" },
    permission: {
      kind: "text",
      short: "p",
      repeatable: true,
      placeholder: "RIGHT",
      summary: "What it lets people do instead; may be repeated",
    },
  },
  session: true,
} as const satisfies CommandSpec;

export const deleteSpec = {
  path: ["role", "delete"],
  summary: "Delete a role that nobody has",
  group: GROUP,
  args: [ROLE],
  flags: CONFIRM_FLAGS,
  session: true,
} as const satisfies CommandSpec;

export const assignSpec = {
  path: ["role", "assign"],
  summary: "Give a role to users and teams",
  group: GROUP,
  args: [ROLE],
  flags: HOLDERS,
  session: true,
} as const satisfies CommandSpec;

export const revokeSpec = {
  path: ["role", "revoke"],
  summary: "Take a role from users and teams",
  group: GROUP,
  args: [ROLE],
  flags: HOLDERS,
  session: true,
} as const satisfies CommandSpec;

export const assignmentListSpec = {
  path: ["role", "assignment", "list"],
  summary: "List who has which role",
  group: GROUP,
  flags: {
    columns: LIST_FLAGS.columns,
    role: { kind: "text", names: "role", summary: "Those who have this role" },
    user: { kind: "text", names: "user", summary: "Those of this user" },
    team: { kind: "text", names: "team", summary: "Those of this team" },
    project: { kind: "text", names: "project", summary: "Those in this project" },
  },
  session: true,
} as const satisfies CommandSpec;
