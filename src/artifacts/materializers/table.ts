// Arrow tables in the IPC stream format: columns that are viewed, not parsed, when read. apache-arrow
// is loaded when the first table is written or read.
import type { Table } from "apache-arrow";
import { adoptTable } from "../formats/adopt-table.js";
import { isTableLike } from "../formats/arrow-table.js";
import type { ArtifactReader, Materializer, ValueDescription } from "../materializer.js";

const PREVIEW_COLUMNS = 8;

/** Arrow tables, made by whichever copy of apache-arrow. */
export const table: Materializer<Table> = {
  name: "table",
  media_type: "application/vnd.apache.arrow.stream",
  // A table of another copy has the same members: what the type promises.
  accepts: (value): value is Table => isTableLike(value),
  write: tableChunks,
  read: readTable,
  describe: describeTable,
};

/** The chunks are views of the columns: nothing is joined before it is written. */
async function* tableChunks(value: Table): AsyncGenerator<Uint8Array> {
  const arrow = await import("apache-arrow");
  yield* arrow.RecordBatchStreamWriter.writeAll(adoptTable(value, arrow));
}

async function readTable(from: ArtifactReader): Promise<Table> {
  const { tableFromIPC } = await import("apache-arrow");
  return tableFromIPC(await from.bytes());
}

function describeTable({ numRows, numCols, schema }: Table): ValueDescription {
  const columns = schema.fields.map(({ name, type, nullable }) => ({
    name,
    type: String(type),
    nullable,
  }));
  const names = columns.slice(0, PREVIEW_COLUMNS).map(({ name }) => name);
  if (columns.length > PREVIEW_COLUMNS) names.push("…");
  return {
    data_type: "Table",
    metadata: { rows: numRows, columns: numCols, schema: columns },
    preview: `${numRows} rows × ${numCols} columns: ${names.join(", ")}`,
  };
}
