import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS } from "../framework/flags.js";

export const initSpec = {
  path: ["init"],
  summary: "Initialize a ZenML repository",
  description:
    "Makes a folder `.zen` whose settings (profile, project, stack) hold for everyone who works\nin this folder or below it.",
  group: "Configuration",
  flags: {
    path: {
      kind: "text",
      placeholder: "FOLDER",
      summary: "Folder to initialize; default: this one",
    },
  },
  session: true,
  silent: true,
  examples: [{ command: "zenml init", summary: "Make this folder a repository" }],
} as const satisfies CommandSpec;

export const statusSpec = {
  path: ["status"],
  summary: "Show what is active and which setting says so",
  group: "Configuration",
  session: true,
  silent: true,
  examples: [{ command: "zenml status -o json", summary: "The same for a program" }],
} as const satisfies CommandSpec;

export const cleanSpec = {
  path: ["clean"],
  summary: "Delete all profiles of this machine, with their stacks, runs and local artifacts",
  description: "Stores elsewhere are left, and what an older ZenML keeps in the same folder.",
  group: "Other Commands",
  flags: {
    ...CONFIRM_FLAGS,
    local: {
      kind: "boolean",
      short: "l",
      summary: "Only the files that the active stack keeps on this machine",
    },
  },
  session: true,
  hidden: true,
} as const satisfies CommandSpec;

export const doctorSpec = {
  path: ["doctor"],
  summary:
    "Check this machine: Node, permissions, disk, and whether each profile's store can be reached",
  description: "Changes nothing. The exit code is 1 when there is a problem.",
  group: "Other Commands",
  examples: [{ command: "zenml doctor -o json", summary: "The same for a program" }],
} as const satisfies CommandSpec;

export const versionSpec = {
  path: ["version"],
  summary: "Version of ZenML",
  group: "Other Commands",
} as const satisfies CommandSpec;

export const completeSpec = {
  path: ["complete"],
  summary: "Print what the next word may name; for completion scripts",
  group: "Other Commands",
  args: [{ name: "words", summary: "What was typed so far", optional: true, repeatable: true }],
  hidden: true,
} as const satisfies CommandSpec;

export const completionSpec = {
  path: ["completion"],
  summary: "Print a completion script for a shell",
  group: "Other Commands",
  args: [{ name: "shell", names: "shell", summary: "bash, zsh or fish" }],
  examples: [
    { command: "zenml completion bash >> ~/.bashrc", summary: "For bash" },
    { command: 'zenml completion zsh > "${fpath[1]}/_zenml"', summary: "For zsh" },
    {
      command: "zenml completion fish > ~/.config/fish/completions/zenml.fish",
      summary: "For fish",
    },
  ],
} as const satisfies CommandSpec;
