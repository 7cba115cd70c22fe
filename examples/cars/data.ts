// Cars that were sold from 1970 to 1982: reading, cleaning, splitting. Plain functions that know no pipeline.
import { readFileSync } from "node:fs";
import datasets from "vega-datasets";
import * as z from "zod";

/** Where the rows come from; using it makes the version of the package part of a step's cache key. */
export const SOURCE = `vega-datasets ${datasets.version}`;

/** A row as the package has it. */
const Row = z.object({
  Name: z.string(),
  Miles_per_Gallon: z.number().nullable(),
  Cylinders: z.number(),
  Displacement: z.number(),
  Horsepower: z.number().nullable(),
  Weight_in_lbs: z.number(),
  Acceleration: z.number(),
  Year: z.string(),
  Origin: z.string(),
});
export type Row = z.infer<typeof Row>;

/** A car whose consumption and power are known. */
export type Car = {
  name: string;
  miles_per_gallon: number;
  cylinders: number;
  displacement: number;
  horsepower: number;
  weight: number;
  acceleration: number;
  year: number;
  origin: string;
};

/** Reads all 406 rows from the installed package; nothing is downloaded. */
export function readCars(): Row[] {
  const file = new URL("../data/cars.json", import.meta.resolve("vega-datasets"));
  return z.array(Row).parse(JSON.parse(readFileSync(file, "utf8")));
}

/** Drops the rows without consumption or power (14 of 406): nothing can be learned from those. */
export function cleanCars(rows: readonly Row[]): Car[] {
  return rows.flatMap((row) => {
    const { Miles_per_Gallon: miles_per_gallon, Horsepower: horsepower } = row;
    if (miles_per_gallon === null || horsepower === null) return [];
    return [
      {
        name: row.Name,
        miles_per_gallon,
        cylinders: row.Cylinders,
        displacement: row.Displacement,
        horsepower,
        weight: row.Weight_in_lbs,
        acceleration: row.Acceleration,
        year: Number(row.Year.slice(0, 4)),
        origin: row.Origin,
      },
    ];
  });
}

/** Holds out every fourth car of each model year, so that both parts have all years. */
export function splitCars(cars: readonly Car[]): { train: Car[]; test: Car[] } {
  const byYear = cars.toSorted((left, right) => left.year - right.year);
  return {
    train: byYear.filter((_, index) => index % 4 !== 0),
    test: byYear.filter((_, index) => index % 4 === 0),
  };
}
