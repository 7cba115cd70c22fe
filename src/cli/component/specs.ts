// The commands of a kind of component: the same ones for each kind, made from its name.
import { kindLabel, kindPlural, kindWord } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS, LIST_FLAGS } from "../framework/flags.js";

const GROUP = "Stack Components";

function nameOf(type: ComponentType) {
  return {
    name: "name",
    summary: "Name, id or id prefix",
    names: `component:${type}`,
  } as const;
}

function nameOrActive(type: ComponentType) {
  return {
    name: "name",
    summary: "Name, id or id prefix; default: the one of the active stack",
    names: `component:${type}`,
    optional: true,
  } as const;
}

const ATTRIBUTES = {
  name: "attributes",
  summary: "Further attributes as KEY=VALUE, for those that are flags too",
  optional: true,
  repeatable: true,
} as const;

export function registerSpec(type: ComponentType) {
  const noun = kindWord(type);
  return {
    path: [noun, "register"],
    summary: `Register a new ${kindLabel(type)}`,
    description:
      "Attributes are those of the flavor, each in one word: --KEY=VALUE. {{NAME.KEY}} refers to a secret.\n" +
      `Which there are: zenml ${noun} flavor describe FLAVOR`,
    group: GROUP,
    args: [{ name: "name", summary: "Name of the new component" }, ATTRIBUTES],
    flags: {
      flavor: { kind: "text", short: "f", placeholder: "FLAVOR", summary: "Its flavor" },
      type: { kind: "text", short: "t", summary: "Old spelling of --flavor", hidden: true },
      interactive: { kind: "boolean", short: "i", summary: "Ask for what is not given" },
      share: { kind: "boolean", summary: "Share it with everyone in the project" },
    },
    attributes: true,
    session: true,
    examples: [
      {
        command: `zenml ${noun} register NAME --flavor FLAVOR -i`,
        summary: "Be asked for the attributes",
      },
    ],
  } as const satisfies CommandSpec;
}

export function listSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "list"],
    summary: `List all registered ${kindPlural(type)}`,
    group: GROUP,
    flags: LIST_FLAGS,
    session: true,
    lists: "component",
  } as const satisfies CommandSpec;
}

export function getSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "get"],
    summary: `Get the name of the active ${kindLabel(type)}`,
    group: GROUP,
    session: true,
  } as const satisfies CommandSpec;
}

export function describeSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "describe"],
    summary: `Show details about the (active) ${kindLabel(type)}`,
    group: GROUP,
    args: [nameOrActive(type)],
    session: true,
  } as const satisfies CommandSpec;
}

export function updateSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "update"],
    summary: `Set attributes of a registered ${kindLabel(type)}`,
    description: "Attributes that are not named stay as they are.",
    group: GROUP,
    args: [nameOrActive(type), ATTRIBUTES],
    attributes: true,
    session: true,
  } as const satisfies CommandSpec;
}

export function removeAttributeSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "remove-attribute"],
    summary: `Remove attributes from a registered ${kindLabel(type)}`,
    group: GROUP,
    args: [
      nameOf(type),
      {
        name: "attributes",
        summary: "Names of attributes, with -- or without",
        optional: true,
        repeatable: true,
      },
    ],
    attributes: true,
    session: true,
  } as const satisfies CommandSpec;
}

export function renameSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "rename"],
    summary: `Rename a registered ${kindLabel(type)}; stacks keep it`,
    group: GROUP,
    args: [nameOf(type), { name: "new-name", summary: "Its new name" }],
    session: true,
  } as const satisfies CommandSpec;
}

export function deleteSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "delete"],
    summary: `Delete a registered ${kindLabel(type)} that no stack has`,
    group: GROUP,
    args: [nameOf(type)],
    flags: CONFIRM_FLAGS,
    session: true,
  } as const satisfies CommandSpec;
}

export function copySpec(type: ComponentType) {
  return {
    path: [kindWord(type), "copy"],
    summary: `Copy a registered ${kindLabel(type)}`,
    group: GROUP,
    args: [
      {
        name: "source",
        summary: "Name, id or id prefix of what is copied",
        names: `component:${type}`,
      },
      { name: "target", summary: "Name of the copy" },
    ],
    flags: {
      from: {
        kind: "text",
        placeholder: "PROFILE",
        names: "profile",
        summary: "Profile to copy from",
      },
      to: { kind: "text", placeholder: "PROFILE", names: "profile", summary: "Profile to copy to" },
    },
    session: true,
  } as const satisfies CommandSpec;
}

export function shareSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "share"],
    summary: `Share a registered ${kindLabel(type)} with everyone in the project`,
    group: GROUP,
    args: [nameOrActive(type)],
    session: true,
  } as const satisfies CommandSpec;
}

export function unshareSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "unshare"],
    summary: `Keep a ${kindLabel(type)} to yourself again`,
    group: GROUP,
    args: [nameOrActive(type)],
    session: true,
  } as const satisfies CommandSpec;
}

export function upSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "up"],
    summary: `Start what the ${kindLabel(type)} needs on this machine`,
    group: GROUP,
    args: [nameOrActive(type)],
    session: true,
  } as const satisfies CommandSpec;
}

export function downSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "down"],
    summary: `Stop what the ${kindLabel(type)} has running on this machine`,
    group: GROUP,
    args: [nameOrActive(type)],
    flags: {
      force: { kind: "boolean", short: "f", summary: "Keep nothing for the next start" },
      yes: { kind: "boolean", short: "y", summary: "Old spelling of --force", hidden: true },
    },
    session: true,
  } as const satisfies CommandSpec;
}

export function logsSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "logs"],
    summary: `Show the logs of the ${kindLabel(type)}`,
    group: GROUP,
    args: [nameOrActive(type)],
    flags: {
      follow: { kind: "boolean", short: "f", summary: "Go on with what is added" },
    },
    session: true,
  } as const satisfies CommandSpec;
}

export function explainSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "explain"],
    summary: `Explain what ${kindPlural(type)} are for`,
    group: GROUP,
  } as const satisfies CommandSpec;
}

export function flavorListSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "flavor", "list"],
    summary: `List all flavors of ${kindPlural(type)}`,
    group: GROUP,
    session: true,
  } as const satisfies CommandSpec;
}

export function flavorRegisterSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "flavor", "register"],
    summary: `Register a flavor of your own for ${kindPlural(type)}`,
    group: GROUP,
    args: [{ name: "source", summary: "File or package, with #EXPORT where it has several" }],
    session: true,
    examples: [
      {
        command: `zenml ${kindWord(type)} flavor register ./flavors/mine.ts`,
        summary: "From a file of this project",
      },
    ],
  } as const satisfies CommandSpec;
}

export function flavorDescribeSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "flavor", "describe"],
    summary: `Show what a flavor of ${kindPlural(type)} is configured with`,
    group: GROUP,
    args: [{ name: "flavor", summary: "Name of the flavor" }],
    session: true,
  } as const satisfies CommandSpec;
}

export function flavorDeleteSpec(type: ComponentType) {
  return {
    path: [kindWord(type), "flavor", "delete"],
    summary: `Delete a flavor of your own that no component has`,
    group: GROUP,
    args: [{ name: "flavor", summary: "Name of the flavor" }],
    flags: CONFIRM_FLAGS,
    session: true,
  } as const satisfies CommandSpec;
}
