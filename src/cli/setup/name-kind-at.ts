import type { CommandSpec, NameKind } from "../framework/command.js";
import {
  flagsOf,
  indexFlags,
  isFlagWord,
  splitFlag,
  takesNextWord,
} from "../framework/flag-index.js";

/** What the word behind these names: the value of a flag, or the next argument. */
export function nameKindAt(spec: CommandSpec, words: readonly string[]): NameKind | undefined {
  const index = indexFlags(flagsOf(spec));
  let position = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (!isFlagWord(word)) {
      position += 1;
    } else if (takesNextWord(index, word)) {
      at += 1;
      const flag = index.get(splitFlag(word).flag)?.spec;
      if (at === words.length)
        return flag !== undefined && "names" in flag ? flag.names : undefined;
    }
  }
  const args = spec.args ?? [];
  const last = args.at(-1);
  return (args[position] ?? (last?.repeatable === true ? last : undefined))?.names;
}

/** Whether any word of the command names something that exists. */
export function namesSomething(spec: CommandSpec): boolean {
  const flags = Object.values(spec.flags ?? {});
  return [...(spec.args ?? []), ...flags].some((one) => "names" in one && one.names !== undefined);
}
