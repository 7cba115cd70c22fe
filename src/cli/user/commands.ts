import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import * as specs from "./specs.js";

export const commands: readonly Command[] = [
  command(specs.createSpec, () => import("./create.js")),
  command(specs.listSpec, () => import("./list.js")),
  command(specs.getSpec, () => import("./get.js")),
  command(specs.setSpec, () => import("./set.js")),
  command(specs.describeSpec, () => import("./describe.js")),
  command(specs.updateSpec, () => import("./update.js")),
  command(specs.changePasswordSpec, () => import("./change-password.js")),
  command(specs.resetPasswordSpec, () => import("./reset-password.js")),
  command(specs.deleteSpec, () => import("./delete.js")),
];
