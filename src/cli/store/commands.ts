import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import * as specs from "./specs.js";

export const commands: readonly Command[] = [
  command(specs.copySpec, () => import("./copy.js")),
  command(specs.backupSpec, () => import("./backup.js")),
  command(specs.restoreSpec, () => import("./restore.js")),
];
