// The shape of the command table: nouns whose commands are loaded when one of them is named.
import type { Command, Group } from "./command.js";

/** A word that groups commands. */
export interface Noun {
  readonly name: string;
  readonly group: Group;
  readonly summary: string;
  /** Works, but is shown nowhere: an old name. */
  readonly hidden?: boolean;
  load(): Promise<{ readonly commands: readonly Command[] }>;
}

export interface CommandTable {
  readonly nouns: readonly Noun[];
  /** Commands that belong to no noun. */
  readonly commands: readonly Command[];
}

/** Every command there is, for help of all of them, completion and the reference. */
export async function allCommands({ nouns, commands }: CommandTable): Promise<readonly Command[]> {
  const loaded = await Promise.all(nouns.map((noun) => noun.load()));
  return [...loaded.flatMap((module) => module.commands), ...commands];
}
