// The reference of all commands as a Markdown page, derived from the command table.
import { GROUPS } from "./framework/command.js";
import type { CommandSpec, FlagSpecs } from "./framework/command.js";
import { allCommands } from "./framework/command-table.js";
import type { CommandTable } from "./framework/command-table.js";
import { GLOBAL_FLAGS, LIST_FLAGS, SESSION_FLAGS } from "./framework/flags.js";
import { flagLabel, flagSummary, usage } from "./framework/help.js";
import { listFields } from "./framework/list-fields.js";

export async function commandReference(all: CommandTable): Promise<string> {
  const nouns = all.nouns.filter(({ hidden }) => hidden !== true);
  const specs = (await allCommands(all))
    .map(({ spec }) => spec)
    .filter(({ hidden }) => hidden !== true);
  const groups = GROUPS.flatMap((group) => {
    const members = specs.filter((spec) => spec.group === group);
    return members.length === 0 ? [] : [`## ${group}`, "", ...members.flatMap(commandSection)];
  });
  return [
    "# Commands",
    "",
    "Written by `node scripts/commands-reference.mjs` from the command table; a test holds the two together.",
    "",
    table(
      ["Noun", "What it is about"],
      nouns.map(({ name, summary }) => [`\`zenml ${name}\``, summary]),
    ),
    "",
    "## Flags of every command",
    "",
    flagTable(GLOBAL_FLAGS),
    "",
    "Commands that open a store also take:",
    "",
    flagTable(SESSION_FLAGS),
    "",
    "Lists also take:",
    "",
    flagTable(LIST_FLAGS),
    "",
    ...groups,
  ].join("\n");
}

function commandSection(spec: CommandSpec): string[] {
  const own = Object.entries(spec.flags ?? {}).filter(([name]) => !Object.hasOwn(LIST_FLAGS, name));
  const flags: FlagSpecs = Object.fromEntries(own);
  const args = spec.args ?? [];
  return [
    `### \`zenml ${spec.path.join(" ")}\``,
    "",
    `${spec.summary}.`,
    "",
    ...(spec.description === undefined ? [] : [spec.description, ""]),
    "```text",
    usage(spec),
    "```",
    "",
    ...section(
      table(
        ["Argument", "Meaning"],
        args.map(({ name, summary }) => [`\`${name.toUpperCase()}\``, summary]),
      ),
      args.length > 0,
    ),
    ...section(flagTable(flags), visible(flags).length > 0),
    ...listSection(spec),
    ...(spec.examples ?? []).flatMap(({ command, summary }) => [
      `${summary}:`,
      "",
      "```sh",
      command,
      "```",
      "",
    ]),
  ];
}

function listSection({ lists }: CommandSpec): string[] {
  if (lists === undefined) return [];
  const notes = listFields(lists).map((note) => note.replace(/\n\s*/, " "));
  return ["Takes the flags of lists.", ...notes].flatMap((line) => [line, ""]);
}

function section(text: string, isThere: boolean): string[] {
  return isThere ? [text, ""] : [];
}

function visible(flags: FlagSpecs) {
  return Object.entries(flags).filter(([, spec]) => spec.hidden !== true);
}

function flagTable(flags: FlagSpecs): string {
  return table(
    ["Flag", "Meaning"],
    visible(flags).map(([name, spec]) => [`\`${flagLabel(name, spec)}\``, flagSummary(spec)]),
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map(escape).join(" | ")} |`).join("\n");
}

function escape(text: string): string {
  return text.replaceAll("|", "\\|");
}
