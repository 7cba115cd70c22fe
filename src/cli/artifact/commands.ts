import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import * as specs from "./specs.js";

export const commands: readonly Command[] = [
  command(specs.listSpec, () => import("./list.js")),
  command(specs.describeSpec, () => import("./describe.js")),
  command(specs.readSpec, () => import("./read.js")),
  command(specs.openSpec, () => import("./open.js")),
];
