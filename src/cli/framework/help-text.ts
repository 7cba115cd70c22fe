import type { CommandSpec } from "./command.js";
import type { Found } from "./find-command.js";
import { commandHelp, nounHelp, overview } from "./help.js";
import type { CommandTable } from "./help.js";

/** The help that fits what was found; for lists with what they can be filtered and sorted by. */
export async function helpText(table: CommandTable, found: Found): Promise<string> {
  if (found.kind === "command") {
    const { spec } = found.command;
    return commandHelp(table, spec, await listNotes(spec));
  }
  return found.path.length === 0 ? overview(table) : nounHelp(table, found.path);
}

async function listNotes({ lists }: CommandSpec): Promise<string[]> {
  if (lists === undefined) return [];
  const { listFields } = await import("./list-fields.js");
  return listFields(lists);
}
