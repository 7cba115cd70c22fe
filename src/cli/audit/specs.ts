import type { CommandSpec } from "../framework/command.js";
import { LIST_FLAGS } from "../framework/flags.js";

export const listSpec = {
  path: ["audit", "list"],
  summary: "List what was done on the server, newest first",
  group: "Configuration",
  flags: LIST_FLAGS,
  session: true,
  lists: "audit_entry",
  examples: [
    {
      command: "zenml audit list --filter action=login_failed",
      summary: "Who tried to get in and did not",
    },
  ],
} as const satisfies CommandSpec;
