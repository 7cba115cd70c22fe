import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import { EXECUTE } from "../run/commands.js";
import { compileSpec } from "./compile-spec.js";
import * as specs from "./specs.js";
import { templateSpec } from "./template-spec.js";

/** What `zenml run` was called before. */
const OLD_RUN: Command = {
  ...EXECUTE,
  spec: { ...EXECUTE.spec, path: ["pipeline", "run"], hidden: true },
};

export const commands: readonly Command[] = [
  command(specs.listSpec, () => import("./list.js")),
  command(specs.runsSpec, () => import("./runs.js")),
  command(specs.describeSpec, () => import("./describe.js")),
  command(specs.deleteSpec, () => import("./delete.js")),
  OLD_RUN,
  command(compileSpec, () => import("./compile.js")),
  command(templateSpec, () => import("./template.js")),
];
