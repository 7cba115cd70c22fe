// The table of what is different on purpose, as people read it: docs/decisions/differences.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Difference {
  readonly kind: "sentence" | "column" | "row" | "cell" | "order";
  /** What the documents print; `*` stands for any word. Empty: nothing. */
  readonly theirs: string;
  /** What is printed here. Empty: nothing. */
  readonly ours: string;
  readonly reason: string;
}

const FOLDER = join(import.meta.dirname, "../../docs/decisions");
const FILE = join(FOLDER, "differences.md");
/** Of the generation with servers and projects. */
export const SERVER_ERA = join(FOLDER, "differences-0.20.md");
const KINDS: readonly string[] = ["sentence", "column", "row", "cell", "order"];

export function readDifferences(file = FILE): readonly Difference[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|")))
    .filter(([, kind = ""]) => KINDS.includes(kind))
    .map(([, kind = "", theirs = "", ours = "", reason = ""]) => ({
      kind: kind as Difference["kind"],
      theirs: literal(theirs),
      ours: literal(ours),
      reason,
    }));
}

/** Whether the difference turns what they say into what is said here. */
export function explains({ theirs, ours }: Difference, said: string, here: string): boolean {
  const words = pattern(theirs).exec(said);
  if (words === null) return false;
  let next = 1;
  return ours.replaceAll("*", () => words[next++] ?? "*") === here;
}

export function matches(text: string, said: string): boolean {
  return pattern(text).test(said);
}

function pattern(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("([^' ]+)")}$`);
}

function literal(cell: string): string {
  return cell.replace(/^(`+) ?(.*?) ?\1$/, "$2");
}
