// What a command printed, taken apart: sentences and tables, without regard to where lines break.

export interface ReadTable {
  readonly title: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ReadOutput {
  readonly sentences: readonly string[];
  readonly tables: readonly ReadTable[];
}

const FRAME = /^[┏┠┗┣]/;
// A sentence ends with a mark, a bracket or a quote, and the next one begins with a capital.
const BOUNDARY = /(?<=[.!)'’])\s+(?=[A-Z])/;

export function readOutput(lines: readonly string[]): ReadOutput {
  const prose: string[] = [];
  const tables: ReadTable[] = [];
  let title: string[] = [];
  let rows: string[][] | undefined;
  for (const line of lines) {
    if (line.startsWith("┏")) rows = [];
    else if (line.startsWith("┗") && rows !== undefined) {
      const [headers = [], ...body] = rows;
      tables.push({ title: joined(title), headers, rows: body });
      [rows, title] = [undefined, []];
    } else if (rows !== undefined) {
      if (!FRAME.test(line)) rows.push(cellsOf(line));
    } else if (line.startsWith("  ")) title.push(line);
    else prose.push(line);
  }
  const sentences = joined(prose)
    .split(BOUNDARY)
    .filter((sentence) => sentence !== "");
  return { sentences, tables };
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^┃|┃$/g, "")
    .split("│")
    .map((cell) => cell.trim());
}

function joined(lines: readonly string[]): string {
  return lines.join(" ").replace(/\s+/g, " ").trim();
}
