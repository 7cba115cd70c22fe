import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import { TABLE } from "../command-table.js";
import type { Handler } from "../framework/command.js";
import { allCommands } from "../framework/command-table.js";
import { bashCompletion, fishCompletion, zshCompletion } from "./completion-scripts.js";
import type { completionSpec } from "./specs.js";

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export const handler: Handler<typeof completionSpec> = async (args, _flags, { output }) => {
  const script = isShell(args.shell) ? SCRIPTS[args.shell] : undefined;
  if (script === undefined) throw unknownShell(args.shell);
  output.raw(script(await allCommands(TABLE)));
};

function isShell(name: string): name is keyof typeof SCRIPTS {
  return Object.hasOwn(SCRIPTS, name);
}

function unknownShell(name: string): ZenError {
  const shells = Object.keys(SCRIPTS);
  const close = nearest(name, shells);
  return new ZenError("invalid_argument", `There is no completion for '${name}'.`, {
    hint: close === undefined ? `Shells: ${shells.join(", ")}.` : `Did you mean '${close}'?`,
  });
}
