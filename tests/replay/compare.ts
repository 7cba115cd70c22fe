// Holds what a document prints against what is printed here, sentence by sentence and cell by cell.
// What differs must stand in the table of differences.
import { explains, matches } from "./differences.js";
import type { Difference } from "./differences.js";
import type { ReadOutput, ReadTable } from "./read-output.js";

export interface Comparison {
  readonly problems: readonly string[];
  readonly used: ReadonlySet<Difference>;
}

export function compareOutput(
  theirs: ReadOutput,
  ours: ReadOutput,
  differences: readonly Difference[],
): Comparison {
  const used = new Set<Difference>();
  const of = (kind: Difference["kind"]): readonly Difference[] =>
    differences.filter((difference) => difference.kind === kind);
  const use = (found: Difference | undefined): boolean => found !== undefined && !!used.add(found);
  const problems = compareSentences(theirs.sentences, ours.sentences, of("sentence"), use);
  const rules: TableRules = { of, use };
  if (theirs.tables.length !== ours.tables.length) {
    problems.push(`${ours.tables.length} tables instead of ${theirs.tables.length}`);
  }
  theirs.tables.forEach((table, index) => {
    const here = ours.tables[index];
    if (here !== undefined) problems.push(...compareTables(table, here, rules));
  });
  return { problems, used };
}

type Use = (found: Difference | undefined) => boolean;

function compareSentences(
  theirs: readonly string[],
  ours: readonly string[],
  differences: readonly Difference[],
  use: Use,
): string[] {
  const problems: string[] = [];
  const rest = [...ours];
  const skipAdded = (): void => {
    for (let next = rest[0]; next !== undefined; next = rest[0]) {
      const said = next;
      const added = differences.find((one) => one.theirs === "" && matches(one.ours, said));
      if (!use(added)) return;
      rest.shift();
    }
  };
  const isSaid = (sentence: string): boolean => {
    const next = rest[0] ?? "";
    const isHere =
      next === sentence ||
      use(differences.find((one) => one.ours !== "" && explains(one, sentence, next)));
    if (isHere) rest.shift();
    return isHere;
  };
  const isLeftOut = (sentence: string): boolean =>
    use(differences.find((one) => one.ours === "" && matches(one.theirs, sentence)));
  for (const sentence of theirs) {
    if (isSaid(sentence) || isLeftOut(sentence)) continue;
    skipAdded();
    if (isSaid(sentence)) continue;
    problems.push(`not said: ${sentence}`);
    const later = rest.indexOf(sentence);
    if (later < 0) continue;
    problems.push(...rest.splice(0, later).map((extra) => `said: ${extra}`));
    rest.shift();
  }
  skipAdded();
  return [...problems, ...rest.map((extra) => `said: ${extra}`)];
}

interface TableRules {
  readonly of: (kind: Difference["kind"]) => readonly Difference[];
  readonly use: Use;
}

function compareTables(theirs: ReadTable, ours: ReadTable, { of, use }: TableRules): string[] {
  const problems: string[] = [];
  if (theirs.title !== ours.title) problems.push(`title '${ours.title}', not '${theirs.title}'`);
  const kept = theirs.headers.flatMap((header, index) =>
    use(of("column").find((one) => one.ours === "" && isCut(header, one.theirs))) ? [] : [index],
  );
  const headers = kept.map((index) => theirs.headers[index] ?? "");
  if (
    headers.length !== ours.headers.length ||
    !headers.every((h, i) => isCut(h, ours.headers[i]))
  ) {
    return [...problems, `columns ${ours.headers.join(", ")}, not ${headers.join(", ")}`];
  }
  const expected = theirs.rows.map((row) => kept.map((index) => row[index] ?? ""));
  const isSame = (row: readonly string[], here: readonly string[]): boolean =>
    row.every((cell, index) => isCut(cell, here[index]) || isOther(cell, here[index] ?? ""));
  const isOther = (cell: string, here: string): boolean =>
    use(of("cell").find((one) => explains(one, cell, here)));
  const rest = ours.rows.filter(
    (row) => !use(of("row").find((one) => one.theirs === "" && one.ours === row[0])),
  );
  const inOrder =
    expected.length === rest.length && expected.every((row, i) => isSame(row, rest[i] ?? []));
  if (inOrder) return problems;
  for (const row of expected) {
    const found = rest.findIndex((here) => isSame(row, here));
    if (found < 0) problems.push(`no row ${row.join(" | ")}`);
    else rest.splice(found, 1);
  }
  problems.push(...rest.map((row) => `row ${row.join(" | ")}`));
  if (
    problems.length === 0 &&
    !use(of("order").find((one) => theirs.headers.includes(one.theirs)))
  ) {
    problems.push("rows in another order");
  }
  return problems;
}

/** Whether a cell shows this text, cut or whole. */
function isCut(cell: string, text: string | undefined): boolean {
  if (text === undefined) return false;
  return cell.endsWith("…") ? text.startsWith(cell.slice(0, -1)) : cell === text;
}
