// A page whose terminal blocks are typed and compared: `ben $ zenml …` lines, each with what it printed.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Typed {
  readonly person: string;
  readonly command: string;
  /** Lines, the code of an exit that is no success among them. */
  readonly output: string;
}

const PAGE = join(import.meta.dirname, "../../../docs/guide/sharing-recorded.md");
const FENCE = /(?<=^```console\n)[\s\S]*?(?=^```$)/gm;
const PROMPT = /^(?<person>\w+) \$ (?<command>.+)$/;

export function readPage(): readonly Typed[] {
  const typed: { person: string; command: string; lines: string[] }[] = [];
  for (const [block] of readFileSync(PAGE, "utf8").matchAll(FENCE)) {
    for (const line of block.trimEnd().split("\n")) {
      const { person, command } = PROMPT.exec(line)?.groups ?? {};
      if (person !== undefined && command !== undefined) typed.push({ person, command, lines: [] });
      else typed.at(-1)?.lines.push(line);
    }
  }
  return typed.map(({ person, command, lines }) => ({
    person,
    command,
    output: lines.join("\n").trimEnd(),
  }));
}

/** Keeps the prose and the commands; what they print is replaced by `recorded`, in the same order. */
export function writePage(recorded: readonly Typed[]): void {
  const rest = [...recorded];
  const written = readFileSync(PAGE, "utf8").replace(FENCE, (block) => {
    const count = block.split("\n").filter((line) => PROMPT.test(line)).length;
    const shown = rest
      .splice(0, count)
      .map(({ person, command, output }) => `${person} $ ${command}\n${output}\n`);
    return shown.join("\n");
  });
  writeFileSync(PAGE, written);
}
