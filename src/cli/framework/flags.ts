// Flags that many commands share, declared once.
import type { FlagSpecs } from "./command.js";
import { FORMATS } from "./format.js";

/** Every command takes these; a command's own flag of the same name or letter comes first. */
export const GLOBAL_FLAGS = {
  output: {
    kind: "choice",
    short: "o",
    values: FORMATS,
    default: "table",
    placeholder: "FORMAT",
    summary: "How the answer is printed: table, json, yaml or csv",
  },
  quiet: { kind: "boolean", short: "q", summary: "Print the answer, warnings and errors only" },
  verbose: { kind: "boolean", summary: "Print what is done on the way" },
  help: { kind: "boolean", short: "h", summary: "Show help" },
} as const satisfies FlagSpecs;

/** Commands that open a store take these too. */
export const SESSION_FLAGS = {
  profile: {
    kind: "text",
    placeholder: "NAME",
    names: "profile",
    summary: "Use this profile instead of the active one",
  },
  project: {
    kind: "text",
    placeholder: "NAME",
    names: "project",
    summary: "Use this project instead of the active one",
  },
  stack: {
    kind: "text",
    placeholder: "NAME",
    names: "stack",
    summary: "Use this stack instead of the active one",
  },
} as const satisfies FlagSpecs;

/** Every list takes these. */
export const LIST_FLAGS = {
  columns: {
    kind: "text",
    placeholder: "NAMES",
    summary: "Show these columns, separated by commas",
  },
  filter: {
    kind: "text",
    repeatable: true,
    placeholder: "FIELD=VALUE",
    summary: "Keep rows where the field matches, e.g. name=contains:train; may be repeated",
  },
  sort: {
    kind: "text",
    placeholder: "FIELD",
    summary: "Sort by a field; `-field` or `field:desc` turns the order round",
  },
  limit: { kind: "number", minimum: 1, default: 50, summary: "Show at most this many rows" },
} as const satisfies FlagSpecs;

/** Every command that deletes takes this. */
export const CONFIRM_FLAGS = {
  yes: {
    kind: "boolean",
    short: "y",
    aliases: ["force", "f"],
    summary: "Do not ask for confirmation",
  },
} as const satisfies FlagSpecs;
