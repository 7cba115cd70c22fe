// Help texts, derived from the command table.
import { GROUPS } from "./command.js";
import type { ArgSpec, Command, CommandSpec, FlagSpec, FlagSpecs } from "./command.js";
import type { CommandTable } from "./command-table.js";
import { commandsBelow } from "./find-command.js";
import { GLOBAL_FLAGS, SESSION_FLAGS } from "./flags.js";

type Entry = readonly [left: string, right: string];

/** What `zenml --help` prints. */
export function overview({ nouns, commands }: CommandTable): string {
  const single = commands.map(({ spec }) => ({ name: spec.path[0] ?? "", ...spec }));
  const entries = [...nouns, ...single].filter(({ hidden }) => hidden !== true);
  const width = Math.max(...entries.map(({ name }) => name.length));
  const groups = GROUPS.flatMap((group) => {
    const members = entries.filter((entry) => entry.group === group);
    if (members.length === 0) return [];
    const lines = members.map(({ name, summary }) => `      ${name.padEnd(width)}  ${summary}`);
    return [`  ${group}:`, ...lines, ""];
  });
  return [
    "Usage: zenml [OPTIONS] COMMAND [ARGS]...",
    "",
    "  Typed machine-learning pipelines that run on any stack and record everything.",
    "",
    "Options:",
    "  -v, --version  Show the version and exit.",
    "  -h, --help     Show this message and exit.",
    "",
    "Available ZenML Commands (grouped):",
    "",
    ...groups,
    "zenml COMMAND --help tells more about one of them.",
    "",
  ].join("\n");
}

/** Help of a noun, or of a noun's part: its verbs. */
export function nounHelp(
  table: CommandTable,
  path: readonly string[],
  commands: readonly Command[],
): string {
  const noun = table.nouns.find(({ name }) => path.length === 1 && name === path[0]);
  return [
    `Usage: zenml ${path.join(" ")} COMMAND [ARGS]...`,
    "",
    ...(noun === undefined ? [] : [`  ${noun.summary}.`, ""]),
    ...verbLines(commands, path),
    `zenml ${path.join(" ")} COMMAND --help tells more about one of them.`,
    "",
  ].join("\n");
}

/** `commands` are those of its noun; `notes` further sections, e.g. what a list can be filtered by. */
export function commandHelp(
  spec: CommandSpec,
  commands: readonly Command[],
  notes: readonly string[] = [],
): string {
  const shared: FlagSpecs =
    spec.session === true ? { ...SESSION_FLAGS, ...GLOBAL_FLAGS } : GLOBAL_FLAGS;
  const own = spec.flags ?? {};
  const shorts = Object.values(own).map(({ short }) => short);
  const inherited = Object.entries(shared)
    .filter(([name]) => !Object.hasOwn(own, name))
    // The command has given the letter to a flag of its own.
    .map(([name, { short, ...flag }]) => [
      name,
      shorts.includes(short) ? flag : { short, ...flag },
    ]);
  return [
    `Usage: ${usage(spec)}`,
    "",
    `  ${spec.summary}.`,
    ...(spec.description ?? "").split("\n").map((line) => (line === "" ? "" : `  ${line}`)),
    ...(spec.description === undefined ? [] : [""]),
    ...section("Arguments", (spec.args ?? []).map(argEntry)),
    ...section("Flags", flagEntries(own)),
    ...section("Shared flags", flagEntries(Object.fromEntries(inherited))),
    ...notes.flatMap((note) => [note, ""]),
    ...section(
      "Examples",
      (spec.examples ?? []).map(({ command, summary }) => [command, summary]),
    ),
    ...verbLines(commands, spec.path),
  ].join("\n");
}

/** `zenml run describe RUN [OPTIONS]`. */
export function usage(spec: CommandSpec): string {
  const args = (spec.args ?? []).map((arg) => {
    const name = arg.name.toUpperCase() + (arg.repeatable === true ? "..." : "");
    return arg.optional === true ? `[${name}]` : name;
  });
  const attributes = spec.attributes === true ? ["[--KEY=VALUE]..."] : [];
  return ["zenml", ...spec.path, ...args, ...attributes, "[OPTIONS]"].join(" ");
}

/** `-o, --output FORMAT`. */
export function flagLabel(name: string, spec: FlagSpec): string {
  const short = spec.short === undefined ? "" : `-${spec.short}, `;
  const value = spec.kind === "boolean" ? "" : ` ${spec.placeholder ?? name.toUpperCase()}`;
  return `${short}--${name}${value}`;
}

/** The summary with what the parser also knows. */
export function flagSummary(spec: FlagSpec): string {
  const facts = [
    ...(spec.kind === "choice" && !spec.summary.includes(spec.values[0] ?? "")
      ? [spec.values.join("|")]
      : []),
    ...("default" in spec && spec.default !== undefined ? [`default: ${spec.default}`] : []),
    ...("required" in spec && spec.required === true ? ["required"] : []),
    ...(spec.env === undefined ? [] : [`or ${spec.env}`]),
  ];
  return facts.length === 0 ? spec.summary : `${spec.summary} (${facts.join("; ")})`;
}

function flagEntries(flags: FlagSpecs): Entry[] {
  return Object.entries(flags)
    .filter(([, spec]) => spec.hidden !== true)
    .map(([name, spec]) => [flagLabel(name, spec), flagSummary(spec)]);
}

function argEntry(arg: ArgSpec): Entry {
  return [arg.name.toUpperCase(), arg.summary];
}

function verbLines(commands: readonly Command[], path: readonly string[]): string[] {
  const entries = commandsBelow(commands, path)
    .filter(({ spec }) => spec.hidden !== true)
    .map(({ spec }): Entry => [spec.path.slice(path.length).join(" "), spec.summary]);
  return section("Commands", entries);
}

function section(title: string, entries: readonly Entry[]): string[] {
  if (entries.length === 0) return [];
  const width = Math.max(...entries.map(([left]) => left.length));
  return [`${title}:`, ...entries.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`), ""];
}
