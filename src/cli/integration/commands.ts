import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import * as specs from "./specs.js";

export const commands: readonly Command[] = [
  command(specs.listSpec, () => import("./list.js")),
  command(specs.requirementsSpec, () => import("./requirements.js")),
  command(specs.installSpec, () => import("./install.js")),
  command(specs.uninstallSpec, () => import("./uninstall.js")),
];
