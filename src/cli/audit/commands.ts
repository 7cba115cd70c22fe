import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import { listSpec } from "./specs.js";

export const commands: readonly Command[] = [command(listSpec, () => import("./list.js"))];
