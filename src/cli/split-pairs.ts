import type { Attribute } from "./framework/command.js";

export interface Pairs {
  readonly pairs: readonly Attribute[];
  readonly problems: readonly string[];
}

/** Bare `key=value` words: for keys that are flags of the command too. */
export function splitPairs(words: readonly string[]): Pairs {
  const pairs: Attribute[] = [];
  const problems: string[] = [];
  for (const word of words) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (key === undefined) problems.push(`'${word}' is no --KEY=VALUE`);
    else pairs.push({ key, value });
  }
  return { pairs, problems };
}
