// Draws tables with a heavy outer box. Pure: texts and a width in, lines out.
import { cellText } from "./cell-text.js";
import type { Paint, Style } from "./color.js";
import { fitColumns } from "./fit-columns.js";
import { cut, framedWidth, measureFor, wrap } from "./text-width.js";
import type { Measure } from "./text-width.js";

export interface Cell {
  readonly text: string;
  readonly style?: Style | undefined;
}

export interface TableColumn {
  readonly header: string;
  readonly align?: "left" | "center";
}

export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** Centred above. */
  readonly title?: string;
  /** Centred below. */
  readonly caption?: string;
  /** After which rows a line is drawn. */
  readonly lines?: "all" | "none" | ReadonlySet<number>;
  /** What happens to text that does not fit: lists cut it, descriptions go on in the next line. */
  readonly overflow?: "cut" | "wrap";
}

export interface Drawing {
  /** Terminal columns; undefined when nothing has to fit. */
  readonly width: number | undefined;
  readonly paint: Paint;
}

/** The narrowest that a column of longer text is made; below that, rows are drawn one field a line. */
const NARROWEST = 5;

export async function drawTable(table: Table, drawing: Drawing): Promise<string> {
  const wraps = table.overflow === "wrap";
  const clean = (text: string) => cellText(text, { lines: wraps });
  const rows = table.rows.map((row) => row.map((cell) => ({ ...cell, text: clean(cell.text) })));
  const columns = table.columns.map((column) => ({ ...column, header: clean(column.header) }));
  const texts = [...columns.map((column) => column.header), ...rows.flat().map(({ text }) => text)];
  const measure = await measureFor([table.title ?? "", table.caption ?? "", ...texts]);
  const natural = columns.map((column, index) =>
    Math.max(...[column.header, ...rows.map((row) => row[index]?.text ?? "")].map(widest(measure))),
  );
  const frame = 3 * columns.length + 1;
  const room = drawing.width === undefined ? Infinity : drawing.width - frame;
  const needed = natural.reduce((sum, width) => sum + Math.min(width, NARROWEST), 0);
  if (needed > room && columns.length > 2) return drawTable(stacked({ ...table, rows }), drawing);
  const widths = fitColumns(natural, room);
  return draw({ ...table, columns, rows }, widths, measure, drawing.paint);
}

/** One field a line, a line between rows: what is left when the columns do not fit side by side. */
function stacked(table: Table): Table {
  const last = table.columns.length - 1;
  const rows = table.rows.flatMap((row) =>
    table.columns.map((column, index) => [{ text: column.header }, row[index] ?? { text: "" }]),
  );
  const lines = new Set([...rows.keys()].filter((index) => index % (last + 1) === last));
  const columns = [{ header: "PROPERTY" }, { header: "VALUE" }];
  return { ...table, columns, rows, lines, overflow: "wrap" };
}

function draw(table: Table, widths: readonly number[], measure: Measure, paint: Paint): string {
  const rule = (left: string, line: string, between: string, right: string) =>
    left + widths.map((width) => line.repeat(width + 2)).join(between) + right;
  const cells = (row: readonly Cell[]) => drawRow(table, row, widths, measure, paint);
  const total = widths.reduce((sum, width) => sum + width + 3, 1);
  const body = table.rows.flatMap((row, index) => {
    const isLast = index === table.rows.length - 1;
    const drawn = cells(row);
    return !isLast && hasLine(table, index) ? [...drawn, rule("┠", "─", "┼", "┨")] : drawn;
  });
  return [
    ...centredLines(table.title, total, measure),
    rule("┏", "━", "┯", "┓"),
    ...cells(table.columns.map((column) => ({ text: column.header }))),
    rule("┠", "─", "┼", "┨"),
    ...body,
    rule("┗", "━", "┷", "┛"),
    ...centredLines(table.caption, total, measure),
  ].join("\n");
}

function hasLine(table: Table, index: number): boolean {
  const { lines = "none" } = table;
  return typeof lines === "string" ? lines === "all" : lines.has(index);
}

function drawRow(
  table: Table,
  row: readonly Cell[],
  widths: readonly number[],
  measure: Measure,
  paint: Paint,
): string[] {
  const columns = widths.map((width, index) => {
    const text = row[index]?.text ?? "";
    return table.overflow === "wrap" ? wrap(text, width, measure) : [cut(text, width, measure)];
  });
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const cells = widths.map((width, index) => {
      const text = columns[index]?.[line] ?? "";
      const padded = pad(text, width, table.columns[index]?.align ?? "left", measure);
      return ` ${paintText(padded, text, row[index]?.style, paint)} `;
    });
    return `┃${cells.join("│")}┃`;
  });
}

/** Spaces stay unpainted, so that nobody sees where a cell ends. */
function paintText(padded: string, text: string, style: Style | undefined, paint: Paint): string {
  if (style === undefined || text === "") return padded;
  const start = padded.indexOf(text);
  return padded.slice(0, start) + paint(text, style) + padded.slice(start + text.length);
}

function pad(text: string, width: number, align: "left" | "center", measure: Measure): string {
  const free = Math.max(0, width - framedWidth(text, measure));
  const before = align === "center" ? Math.floor(free / 2) : 0;
  return " ".repeat(before) + text + " ".repeat(free - before);
}

function centredLines(text: string | undefined, width: number, measure: Measure): string[] {
  if (text === undefined) return [];
  const clean = cellText(text, { lines: false });
  return wrap(clean, width - 2, measure).map(
    (line) => ` ${pad(line, width - 2, "center", measure)} `,
  );
}

function widest(measure: Measure): (text: string) => number {
  return (text) => Math.max(...text.split("\n").map((line) => framedWidth(line, measure)));
}
