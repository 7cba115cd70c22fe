// Finds which command an argument list means, without parsing its flags.
import type { Command } from "./command.js";
import type { CommandTable } from "./command-table.js";
import { flagsOf, indexFlags, isFlagWord, takesNextWord } from "./flag-index.js";
import type { FlagIndex } from "./flag-index.js";
import { GLOBAL_FLAGS, SESSION_FLAGS } from "./flags.js";

export type Found =
  | {
      readonly kind: "command";
      readonly command: Command;
      /** The words that name it. */
      readonly path: readonly string[];
      readonly rest: readonly string[];
      /** The commands of its noun. */
      readonly commands: readonly Command[];
    }
  /** A noun alone, or nothing at all when the path is empty. */
  | {
      readonly kind: "noun";
      readonly path: readonly string[];
      readonly commands: readonly Command[];
    }
  | {
      readonly kind: "unknown";
      readonly path: readonly string[];
      readonly word: string;
      /** Words that could stand there. */
      readonly known: readonly string[];
    };

/** Loads the commands of the noun that is named, and of no other. */
export async function findCommand(table: CommandTable, argv: readonly string[]): Promise<Found> {
  let commands = table.commands;
  const path: string[] = [];
  const rest: string[] = [];
  let index = 0;
  for (; index < argv.length; index++) {
    const word = argv[index] ?? "";
    if (word === "--") break;
    if (isFlagWord(word)) {
      rest.push(word);
      if (takesNextWord(flagsKnownAt(commands, path), word)) {
        rest.push(...argv.slice(++index, index + 1));
      }
      continue;
    }
    const noun = path.length === 0 ? table.nouns.find(({ name }) => name === word) : undefined;
    if (noun !== undefined) {
      commands = (await noun.load()).commands;
      path.push(word);
      continue;
    }
    const known = [...(path.length === 0 ? nounNames(table) : []), ...wordsAfter(commands, path)];
    if (known.includes(word)) path.push(word);
    else if (isArgument(commands, path, word, known)) break;
    else return { kind: "unknown", path, word, known };
  }
  const command = commandAt(commands, path);
  const after = [...rest, ...argv.slice(index)];
  if (command === undefined) return { kind: "noun", path, commands };
  return { kind: "command", command, path, rest: after, commands };
}

function nounNames({ nouns }: CommandTable): string[] {
  return nouns.filter(({ hidden }) => hidden !== true).map(({ name }) => name);
}

/** The command of a path, whichever of its spellings. */
export function commandAt(
  commands: readonly Command[],
  path: readonly string[],
): Command | undefined {
  return commands.find(({ spec }) => pathsOf(spec).some((other) => isSame(other, path)));
}

/** Commands whose path begins with this one and goes on. */
export function commandsBelow(commands: readonly Command[], path: readonly string[]): Command[] {
  return commands.filter(({ spec }) => isBelow(spec.path, path));
}

/** The words that may follow a path. */
export function wordsAfter(commands: readonly Command[], path: readonly string[]): string[] {
  const words = commands
    .flatMap(({ spec }) => pathsOf(spec))
    .filter((other) => isBelow(other, path))
    .map((other) => other[path.length] ?? "");
  return [...new Set(words)];
}

function isArgument(
  commands: readonly Command[],
  path: readonly string[],
  word: string,
  known: readonly string[],
): boolean {
  const command = commandAt(commands, path);
  if (command === undefined) return false;
  if (command.spec.takesFile !== true || known.length === 0) return true;
  return /[./\\]/.test(word);
}

function pathsOf(spec: Command["spec"]): readonly (readonly string[])[] {
  return spec.aliases === undefined ? [spec.path] : [spec.path, ...spec.aliases];
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word, index) => word === right[index]);
}

function isBelow(path: readonly string[], above: readonly string[]): boolean {
  return path.length > above.length && above.every((word, index) => word === path[index]);
}

/** Flags may stand before the verb; until it is known, only shared ones can be told to take a value. */
function flagsKnownAt(commands: readonly Command[], path: readonly string[]): FlagIndex {
  const command = commandAt(commands, path);
  return indexFlags(
    command === undefined ? { ...GLOBAL_FLAGS, ...SESSION_FLAGS } : flagsOf(command.spec),
  );
}
