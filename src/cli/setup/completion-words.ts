import type { Command } from "../framework/command.js";
import { commandAt, wordsAfter } from "../framework/find-command.js";
import { namesSomething } from "./name-kind-at.js";
import { flagsOf } from "../framework/flag-index.js";

/** A place on the command line and the words that may come next. */
export interface Completion {
  readonly path: readonly string[];
  readonly verbs: readonly Word[];
  readonly flags: readonly Word[];
}

export interface Word {
  readonly word: string;
  readonly summary: string;
}

/** Every path of the table with what may follow it; the empty path first. */
export function completions(commands: readonly Command[]): Completion[] {
  const visible = commands.filter(({ spec }) => spec.hidden !== true);
  const paths = visible.flatMap(({ spec }) =>
    spec.path.map((_, end) => spec.path.slice(0, end + 1)),
  );
  const unique = [...new Map(paths.map((path) => [path.join(" "), path])).values()];
  return [[], ...unique].map((path) => ({
    path,
    verbs: wordsAfter(visible, path).map((word) => ({
      word,
      summary: commandAt(visible, [...path, word])?.spec.summary ?? "",
    })),
    flags: flagWords(commandAt(visible, path)),
  }));
}

/** Commands with words that name something. */
export function namingPaths(commands: readonly Command[]): (readonly string[])[] {
  return commands
    .filter(({ spec }) => spec.hidden !== true && namesSomething(spec))
    .map(({ spec }) => spec.path);
}

function flagWords(command: Command | undefined): Word[] {
  if (command === undefined) return [{ word: "--help", summary: "Show help" }];
  return Object.entries(flagsOf(command.spec))
    .filter(([, { hidden }]) => hidden !== true)
    .map(([name, { summary }]) => ({ word: `--${name}`, summary }));
}
