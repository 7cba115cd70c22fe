import { tableFromArrays, vectorFromArray, Table, Utf8, TimestampMillisecond } from "apache-arrow";
import { expect, test } from "vitest";
import { arrayStatistics } from "./array-statistics.js";
import { sampleOf } from "./sample.js";
import { rowStatistics, tableStatistics } from "./table-statistics.js";

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

test("an array's range, mean, spread and distribution", () => {
  const facts = arrayStatistics(Float64Array.from({ length: 101 }, (_, index) => index));
  expect(facts).toMatchObject({ min: 0, max: 100, mean: 50 });
  expect(facts["std"]).toBeCloseTo(29.1548, 4);
  const histogram = facts["histogram"] as { from: number; to: number; counts: number[] };
  expect([histogram.from, histogram.to, histogram.counts.length]).toEqual([0, 100, 20]);
  expect(sum(histogram.counts)).toBe(101);
  expect(histogram.counts.at(-1)).toBe(6);
});

test("what is not finite is counted and left out", () => {
  expect(arrayStatistics(Float64Array.of(1, Number.NaN, 3, Infinity))).toEqual({
    ...{ min: 1, max: 3, mean: 2, std: 1 },
    non_finite: 2,
  });
  expect(arrayStatistics(Float64Array.of(Number.NaN))).toEqual({ non_finite: 1 });
});

test("nothing is said of no items, and numbers beyond all range are no error", () => {
  expect(arrayStatistics(new Float64Array())).toEqual({});
  expect(arrayStatistics(Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE))).toEqual({});
});

test("small differences of large numbers are kept", () => {
  const facts = arrayStatistics(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16));
  expect(facts["std"]).toBeCloseTo(Math.sqrt(22.5), 6);
});

test("whole numbers of 64 bits count as numbers", () => {
  expect(arrayStatistics(BigInt64Array.of(1n, -3n))).toMatchObject({ min: -3, max: 1, mean: -1 });
});

test("a large array is sampled over its whole length, and says so", () => {
  const facts = arrayStatistics(Float32Array.from({ length: 1_000_000 }, (_, index) => index));
  expect(facts["sampled"]).toBe(16_384);
  expect(facts["mean"]).toBeGreaterThan(499_000);
  expect(facts["mean"]).toBeLessThan(501_000);
  expect(facts["max"]).toBeGreaterThan(999_800);
});

test("a sample does not keep step with values that repeat", () => {
  const sample = sampleOf(1_000_000, 1_000);
  const columns = new Set(Array.from({ length: 1_000 }, (_, index) => sample.at(index) % 1_000));
  expect(columns.size).toBeGreaterThan(500);
  expect(sample.at(999)).toBeLessThan(1_000_000);
});

const columnsOf = (facts: ReturnType<typeof rowStatistics>) =>
  facts["statistics"] as Record<string, unknown>[];

test("columns of an Arrow table: nulls, range, distinct and frequent values", () => {
  const table = new Table({
    mass: vectorFromArray([1, 2, null, 3]),
    species: vectorFromArray(["Adelie", "Gentoo", "Adelie", null], new Utf8()),
    at: vectorFromArray([0, 1000, 2000, 3000], new TimestampMillisecond()),
  });
  const [mass, species, at] = columnsOf(tableStatistics(table));
  expect(mass).toMatchObject({ name: "mass", type: "Float64", nulls: 1, min: 1, max: 3, mean: 2 });
  expect(species).toMatchObject({
    ...{ nulls: 1, distinct: 2 },
    top: [
      { value: "Adelie", count: 2 },
      { value: "Gentoo", count: 1 },
    ],
  });
  expect(at).toMatchObject({ min: "1970-01-01T00:00:00.000Z", max: "1970-01-01T00:00:03.000Z" });
});

test("texts in a dictionary, booleans, 64-bit numbers and nested values are told apart", () => {
  const table = tableFromArrays({
    text: ["a", "b", "a"],
    flag: [true, false, true],
    big: BigInt64Array.of(1n, 2n, 3n),
    list: [[1], [2], [3]],
  });
  const [text, flag, big, list] = columnsOf(tableStatistics(table));
  expect(text).toMatchObject({ distinct: 2, top: [{ value: "a", count: 2 }, { value: "b" }] });
  expect(flag).toMatchObject({ top: [{ value: "true", count: 2 }, { value: "false" }] });
  expect(big).toMatchObject({ min: 1, max: 3 });
  expect(Object.keys(list ?? {})).toEqual(["name", "type", "nulls"]);
});

test("many distinct values are counted up to a thousand", () => {
  const table = tableFromArrays({ id: Array.from({ length: 3000 }, (_, index) => `id ${index}`) });
  const [id] = columnsOf(tableStatistics(table));
  expect(id).toMatchObject({ distinct: 1000, distinct_at_least: true });
  expect(id).not.toHaveProperty("top");
});

test("wide and long tables are sampled; all columns beyond fifty stay out of the record", () => {
  const rows = 100_000;
  const columns = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`c${index}`, new Float32Array(rows)]),
  );
  const facts = tableStatistics(tableFromArrays(columns));
  expect(facts["sampled"]).toBe(5242);
  expect(columnsOf(facts)).toHaveLength(50);
  expect(JSON.stringify(facts).length).toBeLessThan(50_000);
});

test("plain rows have columns too; other arrays have none", () => {
  const [species, mass] = columnsOf(
    rowStatistics([
      { species: "Adelie", mass: 1 },
      { species: null, mass: 3 },
    ]),
  );
  expect(species).toMatchObject({ name: "species", type: "string", nulls: 1, distinct: 1 });
  expect(mass).toMatchObject({ name: "mass", type: "number", nulls: 0, min: 1, max: 3 });
  expect(rowStatistics([1, 2, 3])).toEqual({});
  expect(rowStatistics([{ a: { b: 1 } }, { a: { b: 2 } }])).toEqual({});
  expect(rowStatistics([])).toEqual({});
});
