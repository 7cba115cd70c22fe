import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import * as specs from "./specs.js";

export const commands: readonly Command[] = [
  command(specs.createSpec, () => import("./create.js")),
  command(specs.listSpec, () => import("./list.js")),
  command(specs.describeSpec, () => import("./describe.js")),
  command(specs.pauseSpec, () => import("./pause.js")),
  command(specs.resumeSpec, () => import("./resume.js")),
  command(specs.deleteSpec, () => import("./delete.js")),
  command(specs.runSpec, () => import("./run.js")),
];
