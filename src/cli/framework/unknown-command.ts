import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import type { Found } from "./find-command.js";

/** The error for a word that is no command, with the nearest one that is. */
export function unknownCommand(found: Exclude<Found, { kind: "command" }>): ZenError {
  const name = ["zenml", ...found.path].join(" ");
  if (found.kind === "noun") {
    return new ZenError("unknown_command", `${name}: a command is missing.`, {
      hint: `${name} --help`,
    });
  }
  const close = nearest(found.word, found.known);
  return new ZenError("unknown_command", `There is no command '${name} ${found.word}'.`, {
    hint: close === undefined ? `${name} --help` : `Did you mean '${name} ${close}'?`,
    details: { known: found.known },
  });
}
