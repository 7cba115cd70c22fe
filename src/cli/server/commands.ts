import { command } from "../framework/command.js";
import type { Command } from "../framework/command.js";
import { retiredCommand } from "../retired/retired-commands.js";
import * as specs from "./specs.js";

const SUCCESSORS: Readonly<Record<string, string>> = {
  up: "zenml up",
  down: "zenml down",
  status: "zenml status",
  explain: "zenml up --help",
};

const all: readonly Command[] = [
  command(specs.upSpec, () => import("./up.js")),
  command(specs.downSpec, () => import("./down.js")),
  command(specs.logsSpec, () => import("./logs.js")),
  command(specs.connectSpec, () => import("./connect.js")),
  command(specs.disconnectSpec, () => import("./disconnect.js")),
  command(specs.openSpec, () => import("./open.js")),
  command(specs.startSpec, () => import("./start.js")),
  command(specs.deploySpec, () => import("./deploy.js")),
  command(specs.destroySpec, () => import("./destroy.js")),
  ...Object.entries(SUCCESSORS).map(([verb, successor]) =>
    retiredCommand({
      path: ["server", verb],
      now: "a server is started with one word.",
      successor,
    }),
  ),
];

/** Those that begin with the word. */
export function serverCommands(word: string): readonly Command[] {
  return all.filter(({ spec }) => spec.path[0] === word);
}
