import { expect, test } from "vitest";
import { arrayStatistics } from "../../artifacts/statistics/array-statistics.js";
import { rowStatistics } from "../../artifacts/statistics/table-statistics.js";
import { barsOf } from "./bars.js";
import { statisticsLines } from "./statistics-lines.js";

test("numbers are one line, with their distribution", () => {
  const data = Float64Array.from({ length: 40 }, (_, index) => index);
  const { lines, rest } = statisticsLines({ shape: [40], ...arrayStatistics(data) });
  expect(lines).toEqual([["NUMBERS", "0 to 39, mean 19.5 ± 11.543  ████████████████████"]]);
  expect(rest).toEqual({ shape: [40] });
});

test("columns are a line each", () => {
  const facts = rowStatistics([
    { species: "Adelie", mass: 3750 },
    { species: "Gentoo", mass: 5076 },
    { species: "Adelie", mass: null },
  ]);
  expect(statisticsLines({ items: 3, ...facts })).toEqual({
    lines: [
      ["COLUMN species", "string; no nulls; 2 distinct; Adelie (2), Gentoo (1)"],
      ["COLUMN mass", "number; 1 nulls; 2 distinct; 3750 to 5076, mean 4413 ± 663"],
    ],
    rest: { items: 3 },
  });
});

test("metadata of a person's own that only looks like it is shown as it is", () => {
  const metadata = { mean: "high", statistics: "none", histogram: 3 };
  expect(statisticsLines(metadata)).toEqual({ lines: [], rest: metadata });
});

test("a bin with anything in it is seen beside a large one", () => {
  expect(barsOf([0, 1, 1000, 500])).toBe(" ▁█▅");
});
