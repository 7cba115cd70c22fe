// What is noted about the columns of a table when it is written: of Arrow tables, and of plain rows.
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { FieldLike, TableLike } from "../formats/arrow-table.js";
import { columnStatistics } from "./column-statistics.js";
import type { ColumnSource } from "./column-statistics.js";
import { sampleOf } from "./sample.js";

/** Columns beyond these are only named: the record has to stay small. */
const MOST_COLUMNS = 50;
/** Cells that are looked at in a whole table. */
const CELLS = 1 << 18;
const LEAST_ROWS = 256;
const MOST_PLAIN_ROWS = 2_000;

/** Ids of apache-arrow's types whose values are scalars: integers, floats, texts, booleans, times. */
const SCALAR_TYPES: ReadonlySet<number> = new Set([2, 3, 5, 6, 8, 10, 20]);
const TIME_TYPES: ReadonlySet<number> = new Set([8, 10]);
const DICTIONARY = -1;

interface VectorLike {
  get(index: number): unknown;
}

type ArrowTableLike = TableLike & { getChildAt(index: number): VectorLike | null };

export function tableStatistics(table: ArrowTableLike): JsonRecord {
  const fields = table.schema.fields.slice(0, MOST_COLUMNS);
  const columns = fields.map((field, index) => arrowColumn(field, index, table));
  return statisticsOf(columns, table.numRows, Math.max(LEAST_ROWS, perColumn(columns.length)));
}

function perColumn(columns: number): number {
  return Math.floor(CELLS / Math.max(1, columns));
}

function arrowColumn(
  { name, type }: FieldLike,
  index: number,
  table: ArrowTableLike,
): ColumnSource {
  const { typeId } = type.typeId === DICTIONARY ? (type.dictionary ?? type) : type;
  const base = { name, type: String(type), nulls: nullsOf(index, table) };
  const vector = SCALAR_TYPES.has(typeId) ? table.getChildAt(index) : null;
  if (vector === null) return { ...base, at: () => NOT_LOOKED_AT };
  return { ...base, isTime: TIME_TYPES.has(typeId), at: (row) => vector.get(row) };
}

function nullsOf(index: number, { batches }: TableLike): number {
  return batches.reduce((sum, { data }) => sum + (data.children[index]?.nullCount ?? 0), 0);
}

/** Nested values have no range. */
const NOT_LOOKED_AT = Object.freeze({});

function statisticsOf(columns: readonly ColumnSource[], rows: number, most: number): JsonRecord {
  if (rows === 0) return {};
  const sample = sampleOf(rows, most);
  return {
    statistics: columns.map((column) => columnStatistics(column, sample)),
    ...(sample.isWhole ? {} : { sampled: sample.size }),
  };
}

/** Of an array of flat records; nothing for any other. */
export function rowStatistics(rows: readonly unknown[]): JsonRecord {
  const [first] = rows;
  if (rows.length < 2 || !isRecord(first)) return {};
  const names = Object.keys(first);
  if (names.length === 0 || names.length > MOST_COLUMNS) return {};
  const isFlat = names.every((name) => typeof first[name] !== "object" || first[name] === null);
  if (!isFlat) return {};
  const columns = names.map((name): ColumnSource => {
    const at = (row: number) => cellOf(rows[row], name);
    return { name, type: typeof (at(0) ?? undefined), at };
  });
  return statisticsOf(columns, rows.length, MOST_PLAIN_ROWS);
}

function cellOf(row: unknown, name: string): unknown {
  return isRecord(row) ? row[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
