import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Configuration";
const USER_FLAG = {
  user: {
    kind: "text",
    names: "user",
    summary: "A service account whose token it is; default: you",
  },
} as const;

export const createSpec = {
  path: ["token", "create"],
  summary: "Make an API token for a program; it is shown once",
  description: "Programs give it with ZENML_API_TOKEN.",
  group: GROUP,
  args: [{ name: "name", summary: "What it is for" }],
  flags: {
    scope: {
      kind: "text",
      repeatable: true,
      placeholder: "RIGHT",
      summary: "What it may do, e.g. read:* or write:run; default: all that its user may",
    },
    expires: {
      kind: "text",
      placeholder: "TIME",
      summary: "When it ends: 12h, 30d, or a date; default: when it is revoked",
    },
    ...USER_FLAG,
  },
  session: true,
  examples: [
    {
      command: "zenml token create ci --scope 'read:*' --scope write:run --expires 90d",
      summary: "A token that runs pipelines and changes nothing else, for three months",
    },
  ],
} as const satisfies CommandSpec;

export const listSpec = {
  path: ["token", "list"],
  summary: "List your API tokens",
  group: GROUP,
  flags: { columns: LIST_FLAGS.columns, ...USER_FLAG },
  session: true,
} as const satisfies CommandSpec;

export const revokeSpec = {
  path: ["token", "revoke"],
  summary: "End an API token, at once",
  group: GROUP,
  args: [{ name: "token", summary: "Its name, id or beginning" }],
  flags: { ...USER_FLAG, ...CONFIRM_FLAGS },
  session: true,
} as const satisfies CommandSpec;
