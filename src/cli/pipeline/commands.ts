import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import { executeSpec } from "../run/execute-spec.js";
import { compileSpec } from "./compile-spec.js";
import * as specs from "./specs.js";

export const commands: readonly Command[] = [
  command(specs.listSpec, () => import("./list.js")),
  command(specs.runsSpec, () => import("./runs.js")),
  command(specs.describeSpec, () => import("./describe.js")),
  command(specs.deleteSpec, () => import("./delete.js")),
  command(
    { ...executeSpec, path: ["pipeline", "run"], hidden: true },
    () => import("../run/execute.js"),
  ),
  command(compileSpec, () => import("./compile.js")),
];
