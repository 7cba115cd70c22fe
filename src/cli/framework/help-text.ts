import type { CommandSpec } from "./command.js";
import type { CommandTable } from "./command-table.js";
import type { Found } from "./find-command.js";
import { commandHelp, nounHelp, overview } from "./help.js";

/** The help that fits what was found; for lists with what they can be filtered and sorted by. */
export async function helpText(table: CommandTable, found: Found): Promise<string> {
  if (found.kind === "command") {
    const { spec } = found.command;
    return commandHelp(spec, found.commands, await listNotes(spec));
  }
  if (found.kind === "unknown" || found.path.length === 0) return overview(table);
  return nounHelp(table, found.path, found.commands);
}

async function listNotes({ lists }: CommandSpec): Promise<string[]> {
  if (lists === undefined) return [];
  const { listFields } = await import("./list-fields.js");
  return listFields(lists);
}
