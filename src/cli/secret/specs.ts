// The commands of secrets, below any path: `zenml secret …` and `zenml secrets-manager secret …` are one.
import type { CommandSpec, Group } from "../framework/command.js";
import { CONFIRM_FLAGS } from "../framework/flags.js";

/** Where the commands stand. */
export interface SecretsPath {
  readonly path: readonly string[];
  readonly group: Group;
}

const NAME = { name: "name", summary: "Name of the secret" } as const;

const VALUES = {
  name: "values",
  summary: "Further values as KEY=VALUE, for keys that are flags too",
  optional: true,
  repeatable: true,
} as const;

const INTERACTIVE = {
  kind: "boolean",
  short: "i",
  summary: "Ask for the values; what is typed is not shown",
} as const;

const HOW_TO_GIVE =
  "Each value is one word: --KEY=VALUE, --KEY=@FILE for what a file holds, --KEY=@- for what comes on\n" +
  "stdin; @@ stands for an @ at the beginning. What is typed as VALUE stays in the shell's history.";

export function registerSpec({ path, group }: SecretsPath) {
  return {
    path: [...path, "register"],
    summary: "Register a secret with the given name and schema",
    description: HOW_TO_GIVE,
    group,
    args: [NAME, VALUES],
    flags: {
      schema: {
        kind: "text",
        short: "s",
        default: "arbitrary",
        placeholder: "SCHEMA",
        summary: "Which keys it has: arbitrary, aws, azure, basic_auth, gcp, mysql",
      },
      interactive: INTERACTIVE,
    },
    attributes: true,
    session: true,
    examples: [
      {
        command: `zenml ${path.join(" ")} register database --user=ada --password=@-`,
        summary: "Read the password from stdin",
      },
      {
        command: `zenml ${path.join(" ")} register aws --schema aws -i`,
        summary: "Be asked for the keys of AWS",
      },
    ],
  } as const satisfies CommandSpec;
}

export function listSpec({ path, group }: SecretsPath) {
  return {
    path: [...path, "list"],
    summary: "List all secrets, without their values",
    group,
    session: true,
  } as const satisfies CommandSpec;
}

export function getSpec({ path, group }: SecretsPath) {
  return {
    path: [...path, "get"],
    summary: "Get a secret with its values, given its name",
    group,
    args: [NAME, { name: "key", summary: "Print the value of this key alone", optional: true }],
    session: true,
    examples: [
      {
        command: `zenml ${path.join(" ")} get database password`,
        summary: "One value, for a script",
      },
    ],
  } as const satisfies CommandSpec;
}

export function updateSpec({ path, group }: SecretsPath) {
  return {
    path: [...path, "update"],
    summary: "Set values of a secret and leave its others as they are",
    description: HOW_TO_GIVE,
    group,
    args: [NAME, VALUES],
    flags: { interactive: INTERACTIVE },
    attributes: true,
    session: true,
  } as const satisfies CommandSpec;
}

export function deleteSpec({ path, group }: SecretsPath) {
  return {
    path: [...path, "delete"],
    summary: "Delete a secret identified by its name",
    group,
    args: [NAME],
    flags: CONFIRM_FLAGS,
    session: true,
  } as const satisfies CommandSpec;
}

export function cleanupSpec({ path, group }: SecretsPath) {
  return {
    path: [...path, "cleanup"],
    summary: "Delete all secrets",
    group,
    flags: {
      ...CONFIRM_FLAGS,
      force: { kind: "boolean", short: "f", hidden: true, summary: "Old spelling of --yes" },
    },
    session: true,
    hidden: true,
  } as const satisfies CommandSpec;
}
