import type { CommandSpec } from "../framework/command.js";
import { LIST_FLAGS } from "../framework/flags.js";

export const listSpec = {
  path: ["stack", "list"],
  summary: "List all available stacks in the active profile",
  group: "Stacks",
  flags: LIST_FLAGS,
  session: true,
  lists: "stack",
} as const satisfies CommandSpec;

export const getSpec = {
  path: ["stack", "get"],
  summary: "Get the active stack",
  group: "Stacks",
  session: true,
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["stack", "describe"],
  summary: "Show the components of a stack, by default of the active one",
  group: "Stacks",
  args: [{ name: "stack", summary: "Name, id or id prefix", optional: true }],
  session: true,
} as const satisfies CommandSpec;
