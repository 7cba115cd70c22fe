// Prints values that are more than text: the head of a table, of an array.
import { readValue } from "../../artifacts/read-value.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Session } from "../../sdk/session.js";
import type { Context } from "../framework/context.js";
import { artifactStoreOf } from "../../sdk/artifact-store-of.js";

const HEAD = 10;

/** Rows of a table: the first ones for people, all of them for programs. */
export async function printRows(
  artifact: Artifact,
  session: Session,
  { output }: Context,
): Promise<void> {
  const rows = rowsOf(await valueOf(artifact, session));
  const isForPeople = output.format === "table";
  const keys = [...new Set(rows.slice(0, 1).flatMap((row) => Object.keys(row)))];
  await output.list({
    columns: keys.map((key) => ({ key, header: key, value: (row: Row) => plainNumber(row[key]) })),
    rows: isForPeople ? rows.slice(0, HEAD) : rows,
    onlyColumns: true,
    empty: "The table has no rows.",
  });
  if (isForPeople && rows.length > HEAD) {
    output.notice(`The first ${HEAD} of ${rows.length} rows; all of them with -o csv.`);
  }
}

const MOST_NUMBERS = 100;

/** Numbers of an array: the first ones for people, all of them for programs. */
export async function printNumbers(
  artifact: Artifact,
  session: Session,
  { output }: Context,
): Promise<void> {
  const numbers = numbersOf(await valueOf(artifact, session)).map(plainNumber);
  const rest = numbers.length - MOST_NUMBERS;
  const head = numbers.slice(0, MOST_NUMBERS).join("\n");
  await output.answer(head, numbers);
  if (output.format === "table" && rest > 0) {
    output.notice(`${rest} more; all of them with -o json.`);
  }
}

async function valueOf(artifact: Artifact, session: Session): Promise<unknown> {
  const store = await artifactStoreOf(artifact, session);
  return readValue(artifact, { store, label: `'${artifact.name}'` });
}

type Row = Readonly<Record<string, unknown>>;

interface RowLike {
  toJSON(): object;
}

/** Tables of any copy of apache-arrow iterate over rows that turn into records. */
function rowsOf(value: unknown): Row[] {
  if (typeof value !== "object" || value === null || !(Symbol.iterator in value)) return [];
  return [...iterate(value)].filter(isRow).map((row) => ({ ...row.toJSON() }));
}

function isRow(value: unknown): value is RowLike {
  // Rows are proxies that deny having anything but their columns.
  return (
    typeof value === "object" &&
    value !== null &&
    typeof Reflect.get(value, "toJSON") === "function"
  );
}

function numbersOf(value: unknown): unknown[] {
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) return [...iterate(value)];
  if (typeof value === "object" && value !== null && "data" in value) return numbersOf(value.data);
  return [];
}

function iterate(value: object): Iterable<unknown> {
  // Callers have looked for the iterator.
  return value as Iterable<unknown>;
}

/** JSON has no big integers. */
function plainNumber(value: unknown): unknown {
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  return value instanceof Date ? value.toISOString() : value;
}
