import type { Attribute } from "./framework/command.js";

export interface Pairs {
  readonly pairs: readonly Attribute[];
  readonly problems: readonly string[];
}

/** `--key=value` words, and bare `key=value` ones for keys that are flags of the command too. */
export function splitPairs(attributes: readonly Attribute[], words: readonly string[]): Pairs {
  const problems: string[] = [];
  const pairs = attributes.filter(({ key, value }) => {
    if (value === undefined)
      problems.push(`--${key} needs its value in the same word: --${key}=VALUE`);
    return value !== undefined;
  });
  for (const word of words) {
    const [, key = "", value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (value === undefined) problems.push(`'${word}' is no --KEY=VALUE`);
    else pairs.push({ key, value });
  }
  return { pairs, problems };
}
