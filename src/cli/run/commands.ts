import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import { executeSpec } from "./execute-spec.js";
import * as specs from "./specs.js";

export const EXECUTE = command(executeSpec, () => import("./execute.js"));

export const commands: readonly Command[] = [
  EXECUTE,
  command(specs.listSpec, () => import("./list.js")),
  command(specs.describeSpec, () => import("./describe.js")),
  command(specs.statusSpec, () => import("./status.js")),
  command(specs.resumeSpec, () => import("./resume.js")),
  command(specs.retrySpec, () => import("./retry.js")),
  command(specs.replaySpec, () => import("./replay.js")),
  command(specs.cancelSpec, () => import("./cancel.js")),
  command(specs.watchSpec, () => import("./watch.js")),
  command(specs.logsSpec, () => import("./logs.js")),
  command(specs.deleteSpec, () => import("./delete.js")),
];
