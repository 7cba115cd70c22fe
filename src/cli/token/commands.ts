import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import * as specs from "./specs.js";

export const commands: readonly Command[] = [
  command(specs.createSpec, () => import("./create.js")),
  command(specs.listSpec, () => import("./list.js")),
  command(specs.revokeSpec, () => import("./revoke.js")),
];
