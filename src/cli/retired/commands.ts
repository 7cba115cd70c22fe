import type { Command } from "../framework/command.js";
import { retiredCommand } from "./retired-commands.js";
import type { RetiredCommand } from "./retired-commands.js";

const EXAMPLES = {
  now: "examples come with the source, each a folder that runs.",
  successor: "npm run quickstart, in a clone of the repository",
};
const ANALYTICS = { now: "nothing is ever collected.", successor: "There is nothing to set." };
const verbs = (
  noun: string,
  names: readonly string[],
  told: Omit<RetiredCommand, "path">,
): readonly RetiredCommand[] =>
  names.map((name) => ({ path: [noun, ...name.split(" ")], ...told }));

const RETIRED: readonly RetiredCommand[] = [
  { path: ["go"], ...EXAMPLES },
  {
    path: ["metadata-store"],
    now: "metadata is part of ZenML itself, and lies in the store of the profile.",
    successor: "zenml profile describe",
  },
  ...verbs("example", ["list", "clean", "info", "pull", "run"], EXAMPLES),
  ...verbs("analytics", ["get", "opt-in", "opt-out"], ANALYTICS),
  ...verbs("logging", ["set-verbosity"], {
    now: "each command says how much it tells.",
    successor: "Add --quiet or --verbose.",
  }),
];

export const commands: readonly Command[] = RETIRED.map(retiredCommand);
