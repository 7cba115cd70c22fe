// How a command answers: the answer itself on stdout in the format that was asked for, everything else
// on stderr. Knows tables and formats; not what is in them.
import type { Format } from "../framework/format.js";
import type { Io, OutStream } from "../framework/io.js";
import { painter, usesColor } from "./color.js";
import type { Paint } from "./color.js";
import { plainText, toCsv, toJson, toYaml } from "./formats.js";
import { drawTable } from "./table.js";
import type { Cell, Table } from "./table.js";

export interface OutputOptions {
  readonly format: Format;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** One column of a list: `value` is what programs get, `show` what people see. */
export interface Column<Row> {
  readonly key: string;
  /** Default: the key in upper case with spaces. */
  readonly header?: string;
  readonly align?: "left" | "center";
  value(row: Row): unknown;
  show?(row: Row): Cell | string;
}

export interface List<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Programs get the columns instead of the rows as they are. */
  readonly onlyColumns?: boolean;
  /** Said instead of an empty table. */
  readonly empty: string;
  /** What happens to text that does not fit; default: it is cut. */
  readonly overflow?: "cut" | "wrap";
}

export interface Description {
  readonly title: string;
  readonly caption?: string;
  /** Default: PROPERTY and VALUE. */
  readonly headers?: readonly [string, string];
  readonly properties: readonly (readonly [name: string, value: Cell | string])[];
}

export class Output {
  readonly format: Format;
  readonly isQuiet: boolean;
  readonly isVerbose: boolean;
  readonly #io: Io;

  constructor(io: Io, options: OutputOptions) {
    this.#io = io;
    this.format = options.format;
    this.isQuiet = options.quiet;
    this.isVerbose = options.verbose;
  }

  /** A line of the answer. */
  line(text: string): void {
    this.raw(`${text}\n`);
  }

  /** Part of the answer, as it is. */
  raw(text: string): void {
    this.#io.stdout.write(text);
  }

  /** Bytes of the answer; resolves when the reader can take more. */
  async bytes(chunk: Uint8Array): Promise<void> {
    const { stdout } = this.#io;
    if (stdout.write(chunk) !== false) return;
    await new Promise<void>((resolve) => (stdout.once ? stdout.once("drain", resolve) : resolve()));
  }

  /** The answer as one value for programs, as a sentence for people. */
  async answer(sentence: string, value: unknown): Promise<void> {
    if (this.format === "table") this.line(sentence);
    else this.raw(await this.#formatted(value));
  }

  async list<Row>(list: List<Row>): Promise<void> {
    const { columns, rows } = list;
    if (this.format === "csv") {
      const header = columns.map((column) => column.key);
      this.raw(
        toCsv(
          header,
          rows.map((row) => columns.map((column) => column.value(row))),
        ),
      );
    } else if (this.format !== "table") {
      const picked = list.onlyColumns === true ? rows.map((row) => pick(columns, row)) : rows;
      this.raw(await this.#formatted(picked));
    } else if (rows.length === 0) {
      this.notice(list.empty);
    } else {
      await this.table({
        columns: columns.map(({ key, header = heading(key), align = "left" }) => ({
          header,
          align,
        })),
        rows: rows.map((row) => columns.map((column) => shown(column, row))),
        overflow: list.overflow ?? "cut",
      });
    }
  }

  /** One thing: a table of its properties for people, the thing itself for programs. */
  async describe(description: Description, value: unknown): Promise<void> {
    if (this.format !== "table") return this.raw(await this.#formatted(value));
    const [name, text] = description.headers ?? ["PROPERTY", "VALUE"];
    await this.table({
      title: description.title,
      ...(description.caption === undefined ? {} : { caption: description.caption }),
      columns: [{ header: name }, { header: text }],
      rows: description.properties.map(([key, value]) => [{ text: key }, toCell(value)]),
      lines: "all",
      overflow: "wrap",
    });
  }

  async table(table: Table): Promise<void> {
    const { stdout } = this.#io;
    this.line(await drawTable(table, { width: this.width, paint: this.paintFor(stdout) }));
  }

  /** Columns of the terminal; undefined when the answer goes elsewhere. */
  get width(): number | undefined {
    const { stdout, env } = this.#io;
    if (stdout.isTTY !== true) return undefined;
    const named = Number(env["COLUMNS"]);
    if (Number.isInteger(named) && named > 0) return named;
    // A terminal that does not know its size says 0.
    return stdout.columns === undefined || stdout.columns === 0 ? 80 : stdout.columns;
  }

  /** Something worth knowing; `--quiet` hides it. */
  notice(text: string): void {
    if (!this.isQuiet) this.#io.stderr.write(`${text}\n`);
  }

  /** What is done on the way; only `--verbose` shows it. */
  detail(text: string): void {
    if (this.isVerbose) this.#io.stderr.write(`${this.paintFor(this.#io.stderr)(text, "dim")}\n`);
  }

  warn(text: string): void {
    const paint = this.paintFor(this.#io.stderr);
    this.#io.stderr.write(`${paint("Warning:", "yellow")} ${text}\n`);
  }

  paintFor(stream: OutStream): Paint {
    return painter(usesColor(this.#io.env, stream.isTTY === true));
  }

  #formatted(value: unknown): Promise<string> | string {
    if (this.format === "yaml") return toYaml(value);
    if (this.format !== "csv") return toJson(value);
    const records = (Array.isArray(value) ? value : [value]).map(asRecord);
    const keys = [...new Set(records.flatMap((record) => Object.keys(record)))];
    return toCsv(
      keys,
      records.map((record) => keys.map((key) => record[key])),
    );
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : { value };
}

function pick<Row>(columns: readonly Column<Row>[], row: Row): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column.key, column.value(row)]));
}

function shown<Row>(column: Column<Row>, row: Row): Cell {
  return toCell(column.show === undefined ? plainText(column.value(row)) : column.show(row));
}

function toCell(value: Cell | string): Cell {
  return typeof value === "string" ? { text: value } : value;
}

function heading(key: string): string {
  return key.toUpperCase().replaceAll("_", " ");
}
