import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import * as specs from "./specs.js";

export const commands: readonly Command[] = [
  command(specs.listSpec, () => import("./list.js")),
  command(specs.describeSpec, () => import("./describe.js")),
  command(specs.readSpec, () => import("./read.js")),
  command(specs.openSpec, () => import("./open.js")),
  command(specs.lineageSpec, () => import("./lineage.js")),
  command(specs.registerSpec, () => import("./register.js")),
  command(specs.versionListSpec, () => import("./version-list.js")),
  command(specs.versionDeleteSpec, () => import("./version-delete.js")),
  command(specs.tagSpec, () => import("./tag.js")),
  command(specs.untagSpec, () => import("./untag.js")),
  command(specs.deleteSpec, () => import("./delete.js")),
  command(specs.pruneSpec, () => import("./prune.js")),
];
