import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS } from "../framework/flags.js";

const GROUP = "Configuration";

const FILE = { name: "file", summary: "The backup" } as const;

export const copySpec = {
  path: ["store", "copy"],
  summary: "Copy everything in one profile's store into another's, and prove that both are equal",
  description:
    "Ids, times and owners are kept. The store to write to has to be new or empty; what a copy that was\nbroken off has brought already stays. Bytes in artifact stores are not part of it.",
  group: GROUP,
  flags: {
    from: {
      kind: "text",
      placeholder: "PROFILE",
      names: "profile",
      summary: "Default: the active profile",
    },
    to: {
      kind: "text",
      placeholder: "PROFILE",
      names: "profile",
      required: true,
      summary: "Where it is copied to",
    },
  },
  examples: [
    { command: "zenml store copy --from default --to team", summary: "From files to a database" },
  ],
} as const satisfies CommandSpec;

export const backupSpec = {
  path: ["store", "backup"],
  summary: "Write everything in a store into one file",
  description:
    "The file suits a store of any type, and is readable for you alone. Bytes in artifact stores are not\npart of it.",
  group: GROUP,
  args: [FILE],
  flags: {
    profile: {
      kind: "text",
      placeholder: "PROFILE",
      names: "profile",
      summary: "Use this profile instead of the active one",
    },
    ...CONFIRM_FLAGS,
  },
  examples: [
    { command: "zenml store backup zenml-backup.jsonl", summary: "The active profile's store" },
  ],
} as const satisfies CommandSpec;

export const restoreSpec = {
  path: ["store", "restore"],
  summary: "Bring everything in a backup back into a store",
  description:
    "The backup is checked as a whole before anything is written. Where the store holds something else,\nthat is backed up and then replaced, after a question.",
  group: GROUP,
  args: [FILE],
  flags: {
    to: {
      kind: "text",
      placeholder: "PROFILE",
      names: "profile",
      summary: "Default: the active profile",
    },
    ...CONFIRM_FLAGS,
  },
  examples: [
    {
      command: "zenml store restore zenml-backup.jsonl --to new",
      summary: "Into the store of the profile `new`",
    },
  ],
} as const satisfies CommandSpec;
