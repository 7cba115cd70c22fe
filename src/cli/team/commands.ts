import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import * as specs from "./specs.js";

export const commands: readonly Command[] = [
  command(specs.listSpec, () => import("./list.js")),
  command(specs.createSpec, () => import("./create.js")),
  command(specs.describeSpec, () => import("./describe.js")),
  command(specs.updateSpec, () => import("./update.js")),
  command(specs.addSpec, () => import("./add.js")),
  command(specs.removeSpec, () => import("./remove.js")),
  command(specs.deleteSpec, () => import("./delete.js")),
];
