import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import { executeSpec } from "./execute-spec.js";
import * as specs from "./specs.js";

export const EXECUTE = command(executeSpec, () => import("./execute.js"));

export const commands: readonly Command[] = [
  EXECUTE,
  command(specs.listSpec, () => import("./list.js")),
  command(specs.describeSpec, () => import("./describe.js")),
  command(specs.logsSpec, () => import("./logs.js")),
  command(specs.deleteSpec, () => import("./delete.js")),
];
