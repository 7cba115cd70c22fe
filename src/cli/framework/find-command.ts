// Finds which command an argument list means, without parsing its flags.
import type { Command } from "./command.js";
import { flagsOf, indexFlags, isFlagWord, takesNextWord } from "./flag-index.js";
import type { FlagIndex } from "./flag-index.js";
import { GLOBAL_FLAGS, SESSION_FLAGS } from "./flags.js";

export type Found =
  | { readonly kind: "command"; readonly command: Command; readonly rest: readonly string[] }
  /** A noun alone, or nothing at all when the path is empty. */
  | { readonly kind: "noun"; readonly path: readonly string[] }
  | {
      readonly kind: "unknown";
      readonly path: readonly string[];
      readonly word: string;
      /** Words that could stand there. */
      readonly known: readonly string[];
    };

export function findCommand(commands: readonly Command[], argv: readonly string[]): Found {
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
    const known = wordsAfter(commands, path);
    if (known.includes(word)) path.push(word);
    else if (isArgument(commands, path, word, known)) break;
    else return { kind: "unknown", path, word, known };
  }
  const command = commandAt(commands, path);
  const after = [...rest, ...argv.slice(index)];
  return command === undefined ? { kind: "noun", path } : { kind: "command", command, rest: after };
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
