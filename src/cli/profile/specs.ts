import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS } from "../framework/flags.js";
import { PROFILE_TYPES } from "../../sdk/profiles/profile-types.js";

const GROUP = "Configuration";
const NEW_NAME = { name: "name", summary: "Name of the profile" } as const;
const NAME = { ...NEW_NAME, names: "profile" } as const;

const STORE_FLAGS = {
  url: {
    kind: "text",
    short: "u",
    placeholder: "URL",
    summary:
      "Where the store is: a folder, sqlite:////file.db, mysql://…, postgresql://… or https://…",
  },
  "store-type": {
    kind: "choice",
    short: "t",
    aliases: ["store_type"],
    values: PROFILE_TYPES,
    placeholder: "TYPE",
    summary: "Type of the store: local, sql or rest; default: what the URL says, else local",
  },
  user: { kind: "text", placeholder: "NAME", summary: "Active user; default: `default`" },
} as const;

export const createSpec = {
  path: ["profile", "create"],
  summary: "Create a profile",
  description:
    "A store that is at the URL already is loaded; otherwise one is made. A password in the URL is kept\nin a file of its own.",
  group: GROUP,
  args: [{ ...NEW_NAME, optional: true }],
  flags: {
    ...STORE_FLAGS,
    from: { kind: "text", placeholder: "FILE", summary: "Take it from what `export` wrote" },
  },
  examples: [
    { command: "zenml profile create zenml", summary: "YAML files in the settings folder" },
    { command: "zenml profile create team -u ./.zenprofile", summary: "Files to keep in git" },
    { command: "zenml profile create work -t sql", summary: "A SQLite database" },
  ],
} as const satisfies CommandSpec;

export const listSpec = {
  path: ["profile", "list"],
  summary: "List all profiles",
  group: GROUP,
  flags: {
    path: { kind: "text", hidden: true, summary: "Where an older ZenML has its profiles" },
  },
  session: true,
  silent: true,
} as const satisfies CommandSpec;

export const setSpec = {
  path: ["profile", "set"],
  summary: "Make a profile the active one",
  description: "Inside a repository for the repository, else for the machine.",
  group: GROUP,
  args: [NAME],
  flags: {
    global: {
      kind: "boolean",
      short: "g",
      summary: "For the machine, inside a repository too",
    },
  },
} as const satisfies CommandSpec;

export const getSpec = {
  path: ["profile", "get"],
  summary: "Show which profile is active",
  group: GROUP,
  session: true,
  silent: true,
} as const satisfies CommandSpec;

export const describeSpec = {
  path: ["profile", "describe"],
  summary: "Show a profile, by default the active one",
  group: GROUP,
  args: [{ ...NAME, optional: true }],
  session: true,
  silent: true,
} as const satisfies CommandSpec;

export const updateSpec = {
  path: ["profile", "update"],
  summary: "Point a profile to where its store is now",
  description: "The store must be there; the one at the old place is left as it is.",
  group: GROUP,
  args: [NAME],
  flags: STORE_FLAGS,
  examples: [
    {
      command: "zenml profile update team --url /mnt/share/zenml",
      summary: "After its folder was moved",
    },
  ],
} as const satisfies CommandSpec;

export const renameSpec = {
  path: ["profile", "rename"],
  summary: "Rename a profile; its store and data stay where they are",
  group: GROUP,
  args: [NAME, { name: "new-name", summary: "What it is called from now on" }],
} as const satisfies CommandSpec;

export const deleteSpec = {
  path: ["profile", "delete"],
  summary: "Delete a profile",
  description:
    "A store in the settings folder is deleted with its profile, after asking. A store elsewhere is left\nas it is.",
  group: GROUP,
  args: [NAME],
  flags: CONFIRM_FLAGS,
} as const satisfies CommandSpec;

export const exportSpec = {
  path: ["profile", "export"],
  summary: "Write a profile as a file, without passwords",
  description: "`zenml profile create --from FILE` reads it. What is in the store is not written.",
  group: GROUP,
  args: [NAME, { name: "file", summary: "Default: standard output", optional: true }],
} as const satisfies CommandSpec;

export const migrateSpec = {
  path: ["profile", "migrate"],
  summary: "Bring the stacks and components of an older ZenML's profile into this one",
  description:
    "Reads the folder or database of a profile from 0.7 to 0.13, or a repository from before, and leaves\nit as it is. Metadata stores are left out: their role belongs to ZenML itself.",
  group: GROUP,
  args: [{ name: "path", summary: "The folder, its `stacks.yaml`, or the database" }],
  flags: {
    prefix: { kind: "text", placeholder: "TEXT", summary: "Put before each name" },
    overwrite: {
      kind: "boolean",
      summary: "Replace the configuration of what has the same name here",
    },
    stacks: { kind: "boolean", hidden: true, summary: "Stacks come over in any case" },
    flavors: { kind: "boolean", hidden: true, summary: "Flavors written in Python stay behind" },
    "ignore-errors": {
      kind: "boolean",
      hidden: true,
      summary: "What cannot be brought over is told and left out in any case",
    },
    "skip-validation": {
      kind: "boolean",
      hidden: true,
      summary: "Configurations come over as they are in any case",
    },
  },
  session: true,
  examples: [
    {
      command: "zenml profile migrate ~/.config/zenml/profiles/default",
      summary: "What was in the default profile",
    },
    {
      command: "zenml profile migrate ./old --prefix old_ --project archive",
      summary: "Into another project, under other names",
    },
  ],
} as const satisfies CommandSpec;

export const explainSpec = {
  path: ["profile", "explain"],
  summary: "Explain what profiles are",
  group: GROUP,
} as const satisfies CommandSpec;
