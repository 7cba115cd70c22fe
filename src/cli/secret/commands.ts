import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import * as specs from "./specs.js";
import type { SecretsPath } from "./specs.js";

/** The commands of secrets below a path. */
export function secretCommands(path: SecretsPath): readonly Command[] {
  return [
    command(specs.registerSpec(path), () => import("./register.js")),
    command(specs.listSpec(path), () => import("./list.js")),
    command(specs.getSpec(path), () => import("./get.js")),
    command(specs.updateSpec(path), () => import("./update.js")),
    command(specs.deleteSpec(path), () => import("./delete.js")),
    command(specs.cleanupSpec(path), () => import("./cleanup.js")),
  ];
}

export const commands: readonly Command[] = secretCommands({
  path: ["secret"],
  group: "Configuration",
});
