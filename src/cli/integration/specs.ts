import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS } from "../framework/flags.js";

const GROUP = "Stack Components";

export const listSpec = {
  path: ["integration", "list"],
  summary: "List the available integrations",
  group: GROUP,
} as const satisfies CommandSpec;

export const requirementsSpec = {
  path: ["integration", "requirements"],
  summary: "List all requirements for an integration",
  group: GROUP,
  args: [{ name: "integration", summary: "Name; default: all of them", optional: true }],
} as const satisfies CommandSpec;

export const installSpec = {
  path: ["integration", "install"],
  summary: "Install the required packages for the integration of choice",
  description:
    "Adds the npm packages to the project around the current folder, never globally, with the package manager " +
    "that the project uses. Without names: for all integrations whose flavors can be used.",
  group: GROUP,
  args: [{ name: "integrations", summary: "Names", optional: true, repeatable: true }],
  flags: {
    "ignore-integration": {
      kind: "text",
      short: "i",
      repeatable: true,
      placeholder: "NAME",
      summary: "Leave this integration out; may be repeated",
    },
    ...CONFIRM_FLAGS,
  },
  examples: [
    { command: "zenml integration install s3", summary: "Add what the S3 flavors are built on" },
  ],
} as const satisfies CommandSpec;

export const uninstallSpec = {
  path: ["integration", "uninstall"],
  summary: "Uninstall the required packages for the integration of choice",
  group: GROUP,
  args: [
    { name: "integrations", summary: "Names; default: all", optional: true, repeatable: true },
  ],
  flags: CONFIRM_FLAGS,
} as const satisfies CommandSpec;
