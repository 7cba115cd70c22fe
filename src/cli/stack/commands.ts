import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import { RETIRED } from "./retired.js";
import * as specs from "./specs.js";

export const commands: readonly Command[] = [
  command(specs.registerSpec, () => import("./register.js")),
  command(specs.listSpec, () => import("./list.js")),
  command(specs.describeSpec, () => import("./describe.js")),
  command(specs.setSpec, () => import("./set.js")),
  command(specs.getSpec, () => import("./get.js")),
  command(specs.updateSpec, () => import("./update.js")),
  command(specs.removeComponentSpec, () => import("./remove-component.js")),
  command(specs.shareSpec, () => import("./share.js")),
  command(specs.unshareSpec, () => import("./unshare.js")),
  command(specs.renameSpec, () => import("./rename.js")),
  command(specs.deleteSpec, () => import("./delete.js")),
  command(specs.copySpec, () => import("./copy.js")),
  command(specs.exportSpec, () => import("./export.js")),
  command(specs.importSpec, () => import("./import.js")),
  command(specs.upSpec, () => import("./up.js")),
  command(specs.downSpec, () => import("./down.js")),
  ...RETIRED,
];
