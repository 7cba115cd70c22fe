// Terminal sessions as the documents print them: who typed what, where, and what was answered.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Typed {
  /** What stands before the `$`. */
  readonly prompt: string;
  readonly command: string;
  readonly output: readonly string[];
}

export interface TerminalSession {
  readonly id: string;
  readonly typed: readonly Typed[];
}

const FOLDER = join(import.meta.dirname, "../fixtures/documents");
const PROMPT = /^(?<prompt>\S*)\$ ?(?<command>.*)$/;

export function readSessions(document: string): readonly TerminalSession[] {
  const text = readFileSync(join(FOLDER, `${document}.txt`), "utf8");
  return text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [id = "", ...lines] = block.trimEnd().split("\n");
      return { id, typed: parse(lines) };
    });
}

function parse(lines: readonly string[]): readonly Typed[] {
  const typed: { prompt: string; command: string; output: string[] }[] = [];
  for (const line of lines) {
    const groups = PROMPT.exec(line)?.groups;
    if (groups === undefined) typed.at(-1)?.output.push(line);
    else
      typed.push({ prompt: groups["prompt"] ?? "", command: groups["command"] ?? "", output: [] });
  }
  return typed.filter(({ command }) => command !== "");
}
