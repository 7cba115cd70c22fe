import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as arrow from "apache-arrow";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localArtifactStore } from "../../integrations/local/artifact-store.js";
import type { ArtifactStore } from "../artifact-store.js";
import { readValue } from "../read-value.js";
import type { StoredContent } from "../stored-content.js";
import { writeValue } from "../write-value.js";
import { table } from "./table.js";

// The same package loaded as CommonJS: a second copy, whose classes are not ours.
const other = createRequire(import.meta.url)("apache-arrow") as typeof arrow;

let folder = "";
let store: ArtifactStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zenml-tables-"));
  store = localArtifactStore({ root: folder });
});
afterAll(() => rm(folder, { recursive: true }));

function write(value: arrow.Table): Promise<StoredContent> {
  return writeValue(value, { store, step: "make", output: "output" });
}

async function roundTrip(value: arrow.Table): Promise<arrow.Table> {
  const back = await readValue(await write(value), { store });
  if (!(back instanceof arrow.Table)) throw new Error("no table came back");
  return back;
}

/** Rows as plain values, so that tables of different copies compare. */
function rowsOf(value: arrow.Table): string {
  return JSON.stringify(
    value.toArray().map((row) => row.toJSON()),
    (_key, item: unknown) => (typeof item === "bigint" ? `${item}n` : item),
  );
}

function everyType(lib: typeof arrow): arrow.Table {
  const list = new lib.List(lib.Field.new("item", new lib.Float64(), true));
  const struct = new lib.Struct([
    lib.Field.new("x", new lib.Int32()),
    lib.Field.new("s", new lib.Utf8()),
  ]);
  const stamp = new lib.TimestampMillisecond();
  return new lib.Table({
    text: lib.vectorFromArray(["a", null, "é 👉"], new lib.Utf8()),
    category: lib.vectorFromArray(
      ["x", "y", "x"],
      new lib.Dictionary(new lib.Utf8(), new lib.Int8()),
    ),
    number: lib.makeVector(Float64Array.of(1.5, -0, Number.NaN)),
    whole: lib.makeVector(BigInt64Array.of(1n, -2n, 2n ** 60n)),
    flag: lib.vectorFromArray([true, null, false], new lib.Bool()),
    at: lib.vectorFromArray([0, 1, null], stamp),
    day: lib.vectorFromArray([new Date(0), new Date(86_400_000), null], new lib.DateDay()),
    list: lib.vectorFromArray([[1, 2], [], null], list),
    struct: lib.vectorFromArray([{ x: 1, s: "a" }, null, { x: 3, s: "c" }], struct),
  });
}

test("columns of every common type come back, nulls included", async () => {
  const value = everyType(arrow);
  const back = await roundTrip(value);
  expect(rowsOf(back)).toBe(rowsOf(value));
  expect(String(back.schema)).toBe(String(value.schema));
});

test("a table of another copy of apache-arrow is recognised and comes back as ours", async () => {
  const foreign = everyType(other);
  expect(Object.getPrototypeOf(foreign)).not.toBe(arrow.Table.prototype);
  expect(table.accepts(foreign)).toBe(true);
  expect(rowsOf(await roundTrip(foreign))).toBe(rowsOf(everyType(arrow)));
});

test("equal tables have equal bytes, whatever was made before them and by which copy", async () => {
  const hashes = [
    await write(everyType(arrow)),
    await write(everyType(arrow)),
    await write(everyType(other)),
  ].map(({ content_hash }) => content_hash);
  expect(new Set(hashes).size).toBe(1);
});

test("joined tables with dictionaries of their own keep every word", async () => {
  const first = arrow.tableFromArrays({ word: ["a", "b", "a"] });
  const joined = first.concat(arrow.tableFromArrays({ word: ["x", "y"] }));
  expect(rowsOf(await roundTrip(joined))).toBe(rowsOf(joined));
});

test("a slice is written alone", async () => {
  const whole = arrow.tableFromArrays({ n: Float64Array.from({ length: 1000 }, (_, n) => n) });
  const content = await write(whole.slice(10, 13));
  expect(content.size).toBeLessThan(1500);
  const back = (await readValue(content, { store })) as arrow.Table;
  expect(rowsOf(back)).toBe('[{"n":10},{"n":11},{"n":12}]');
});

test("a table without rows keeps its columns", async () => {
  const empty = new arrow.Table(new arrow.Schema([arrow.Field.new("n", new arrow.Int32(), true)]));
  const back = await roundTrip(empty);
  expect(back.numRows).toBe(0);
  expect(String(back.schema)).toBe(String(empty.schema));
});

test("the schema's and the fields' metadata come back", async () => {
  const field = new arrow.Field("n", new arrow.Int32(), false, new Map([["unit", "mm"]]));
  const schema = new arrow.Schema([field], new Map([["source", "penguins"]]));
  const back = await roundTrip(
    new arrow.Table(schema, { n: arrow.vectorFromArray([1], new arrow.Int32()) }),
  );
  expect(back.schema.metadata.get("source")).toBe("penguins");
  expect(back.schema.fields[0]?.metadata.get("unit")).toBe("mm");
  expect(back.schema.fields[0]?.nullable).toBe(false);
});

test("rows, columns and schema are noted", async () => {
  expect(
    await write(arrow.tableFromArrays({ n: Int32Array.of(1, 2), m: Float32Array.of(1, 2) })),
  ).toMatchObject({
    materializer: "table",
    data_type: "Table",
    metadata: {
      rows: 2,
      columns: 2,
      schema: [
        { name: "n", type: "Int32", nullable: false },
        { name: "m", type: "Float32", nullable: false },
      ],
    },
    preview: "2 rows × 2 columns: n, m",
  });
});

test("a type that is not known is refused by its number", async () => {
  const value = arrow.tableFromArrays({ n: Int32Array.of(1) });
  Object.assign(value.schema.fields[0]?.type ?? {}, { typeId: 99 });
  await expect(write(value)).rejects.toMatchObject({
    code: "materializer_missing",
    message: expect.stringContaining("no Arrow type with the id 99 is known"),
  });
});

test.each([[{}], [null], [{ schema: {}, batches: [], numRows: 1, numCols: 1 }], [[1]]])(
  "%j is no table",
  (value) => {
    expect(table.accepts(value)).toBe(false);
  },
);
