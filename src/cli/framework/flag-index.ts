// Resolves a word of the command line to the flag it means, in all accepted spellings.
import type { CommandSpec, FlagSpec, FlagSpecs } from "./command.js";
import { GLOBAL_FLAGS, SESSION_FLAGS } from "./flags.js";

export interface NamedFlag {
  readonly name: string;
  readonly spec: FlagSpec;
}

/** `--name` and `-short` → flag. */
export type FlagIndex = ReadonlyMap<string, NamedFlag>;

/** All flags that a command takes; its own come after the shared ones, and win. */
export function flagsOf(spec: CommandSpec): FlagSpecs {
  const session = spec.session === true ? SESSION_FLAGS : {};
  return { ...GLOBAL_FLAGS, ...session, ...spec.flags };
}

export function indexFlags(specs: FlagSpecs): FlagIndex {
  const index = new Map<string, NamedFlag>();
  for (const [name, spec] of Object.entries(specs)) {
    index.set(`--${kebab(name)}`, { name, spec });
    for (const alias of spec.aliases ?? []) {
      index.set(alias.length === 1 ? `-${alias}` : `--${kebab(alias)}`, { name, spec });
    }
    if (spec.short !== undefined) index.set(`-${spec.short}`, { name, spec });
  }
  return index;
}

/** The same flag may be written in kebab-case and in snake_case. */
export function kebab(name: string): string {
  return name.replaceAll("_", "-");
}

export interface SplitWord {
  readonly flag: string;
  /** What stands behind the `=`, if there is one. */
  readonly value: string | undefined;
}

export function splitFlag(word: string): SplitWord {
  const equals = word.indexOf("=");
  const flag = equals < 0 ? word : word.slice(0, equals);
  return {
    flag: flag.startsWith("--") ? kebab(flag) : flag,
    value: equals < 0 ? undefined : word.slice(equals + 1),
  };
}

export function isFlagWord(word: string): boolean {
  return word.startsWith("-") && word !== "-";
}

/** Whether the word after this one is its value. */
export function takesNextWord(index: FlagIndex, word: string): boolean {
  const { flag, value } = splitFlag(word);
  const found = index.get(flag);
  return found !== undefined && value === undefined && found.spec.kind !== "boolean";
}
