// The Palmer penguins table: reading, cleaning, splitting. Plain functions that know no pipeline.
import { readFileSync } from "node:fs";
import datasets from "vega-datasets";
import * as z from "zod";

export const SPECIES = ["Adelie", "Chinstrap", "Gentoo"] as const;
export type Species = (typeof SPECIES)[number];

/** Where the rows come from; using it makes the version of the package part of a step's cache key. */
export const SOURCE = `vega-datasets ${datasets.version}`;

/** A row as the package has it. */
const Row = z.object({
  Species: z.enum(SPECIES),
  Island: z.string(),
  "Beak Length (mm)": z.number().nullable(),
  "Beak Depth (mm)": z.number().nullable(),
  "Flipper Length (mm)": z.number().nullable(),
  "Body Mass (g)": z.number().nullable(),
  Sex: z.string().nullable(),
});
export type Row = z.infer<typeof Row>;

/** A penguin whose four measurements are all known. */
export interface Penguin {
  species: Species;
  island: string;
  bill_length_mm: number;
  bill_depth_mm: number;
  flipper_length_mm: number;
  body_mass_g: number;
  sex: "female" | "male" | null;
}

/** Reads all 344 rows from the installed package; nothing is downloaded. */
export function readPenguins(): Row[] {
  const file = new URL("../data/penguins.json", import.meta.resolve("vega-datasets"));
  return z.array(Row).parse(JSON.parse(readFileSync(file, "utf8")));
}

/**
 * Drops the rows without measurements (2 of 344), since there is nothing to learn from.
 * Rows of unknown sex (null, or the typing error `.`) stay: sex is not a feature.
 */
export function cleanPenguins(rows: readonly Row[]): Penguin[] {
  return rows.flatMap((row) => {
    const bill_length_mm = row["Beak Length (mm)"];
    const bill_depth_mm = row["Beak Depth (mm)"];
    const flipper_length_mm = row["Flipper Length (mm)"];
    const body_mass_g = row["Body Mass (g)"];
    if (bill_length_mm === null || bill_depth_mm === null) return [];
    if (flipper_length_mm === null || body_mass_g === null) return [];
    const measured = { bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g };
    return [{ species: row.Species, island: row.Island, ...measured, sex: sexOf(row.Sex) }];
  });
}

export interface SplitOptions {
  /** Share of the rows to hold out, between 0 and 1. */
  test_share: number;
  seed: number;
}

export interface Parts {
  train: Penguin[];
  test: Penguin[];
}

/** Holds out the same share of each species; the same seed gives the same rows. */
export function splitPenguins(penguins: readonly Penguin[], options: SplitOptions): Parts {
  const random = seededRandom(options.seed);
  const parts: Parts = { train: [], test: [] };
  for (const species of SPECIES) {
    const rows = shuffle(
      penguins.filter((penguin) => penguin.species === species),
      random,
    );
    const held = Math.round(rows.length * options.test_share);
    parts.test.push(...rows.slice(0, held));
    parts.train.push(...rows.slice(held));
  }
  return parts;
}

function sexOf(text: string | null): Penguin["sex"] {
  if (text === "FEMALE") return "female";
  return text === "MALE" ? "male" : null;
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
}

/** A linear congruential generator: numbers from 0 to below 1 that depend on the seed alone. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
