// Arrow tables in the IPC stream format: columns that are viewed, not parsed, when read. apache-arrow
// is loaded when the first table is written or read.
import type { Table } from "apache-arrow";
import { adoptTable } from "../formats/adopt-table.js";
import { isTableLike } from "../formats/arrow-table.js";
import type { ArtifactReader, Materializer, ValueDescription } from "../materializer.js";
import { tableStatistics } from "../statistics/table-statistics.js";
import { withMaterializer } from "../with-materializer.js";

const PREVIEW_COLUMNS = 8;

/**
 * What every Arrow table has, whichever copy of apache-arrow made it. Its own `Table` has more; naming
 * that here would make every project's compiler read all of apache-arrow's types.
 */
export interface ArrowTable {
  readonly numRows: number;
  readonly numCols: number;
  readonly schema: { readonly fields: readonly ArrowField[] };
  get(index: number): { toJSON(): Readonly<Record<string, unknown>> } | null;
  getChild(name: string): Iterable<unknown> | null;
}

export interface ArrowField {
  readonly name: string;
  readonly nullable: boolean;
  toString(): string;
}

const materializer: Materializer<ArrowTable> = {
  name: "table",
  media_type: "application/vnd.apache.arrow.stream",
  accepts: (value): value is ArrowTable => isTableLike(value),
  // What `accepts` lets through is a table of some copy of apache-arrow.
  write: (value) => tableChunks(value as Table),
  read: readTable,
  describe: (value) => describeTable(value as Table),
};

/**
 * Arrow tables, as an output's type: `table`, or `table<Table>()` to name apache-arrow's own type.
 *
 * @example
 * ```ts
 * import { tableFromArrays } from "apache-arrow";
 * import type { Table } from "apache-arrow";
 * import { step, table } from "zenml";
 *
 * const load = step("load", { outputs: { rows: table<Table>() } }, () => ({
 *   rows: tableFromArrays({ mass: [3750, 3800] }),
 * }));
 * ```
 */
export const table = withMaterializer(
  // What is read back is apache-arrow's own table, whatever type a project calls it by.
  <Own extends ArrowTable>() => materializer as unknown as Materializer<Own>,
  materializer,
);

/** The chunks are views of the columns: nothing is joined before it is written. */
async function* tableChunks(value: Table): AsyncGenerator<Uint8Array> {
  const arrow = await import("apache-arrow");
  yield* arrow.RecordBatchStreamWriter.writeAll(adoptTable(value, arrow));
}

async function readTable(from: ArtifactReader): Promise<Table> {
  const { tableFromIPC } = await import("apache-arrow");
  return tableFromIPC(await from.bytes());
}

function describeTable(value: Table): ValueDescription {
  const { numRows, numCols, schema } = value;
  const columns = schema.fields.map(({ name, type, nullable }) => ({
    name,
    type: String(type),
    nullable,
  }));
  const names = columns.slice(0, PREVIEW_COLUMNS).map(({ name }) => name);
  if (columns.length > PREVIEW_COLUMNS) names.push("…");
  return {
    data_type: "Table",
    metadata: { rows: numRows, columns: numCols, schema: columns, ...tableStatistics(value) },
    preview: `${numRows} rows × ${numCols} columns: ${names.join(", ")}`,
  };
}
