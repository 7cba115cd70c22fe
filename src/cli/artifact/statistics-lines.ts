// The statistics that were noted of a value, as lines for people.
import * as z from "zod/mini";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { barsOf } from "./bars.js";

type Line = readonly [name: string, value: string];

const Histogram = z.object({ counts: z.array(z.number()) });
const Numbers = z.object({
  min: z.optional(z.union([z.number(), z.string()])),
  max: z.optional(z.union([z.number(), z.string()])),
  mean: z.optional(z.number()),
  std: z.optional(z.number()),
  histogram: z.optional(Histogram),
});
const Column = z.extend(Numbers, {
  name: z.string(),
  type: z.string(),
  nulls: z.optional(z.number()),
  null_share: z.optional(z.number()),
  distinct: z.optional(z.number()),
  distinct_at_least: z.optional(z.boolean()),
  top: z.optional(z.array(z.object({ value: z.string(), count: z.number() }))),
});
const Table = z.object({ statistics: z.array(Column) });

/** What is shown as such, and the metadata that is left. A person's own metadata may look like anything. */
export function statisticsLines(metadata: JsonRecord): {
  readonly lines: readonly Line[];
  readonly rest: JsonRecord;
} {
  const table = Table.safeParse(metadata);
  if (table.success) {
    const { statistics: _statistics, schema: _schema, sampled, ...rest } = metadata;
    const lines = table.data.statistics.map((one): Line => [`COLUMN ${one.name}`, columnText(one)]);
    return { lines: [...lines, ...sampledLine(sampled)], rest };
  }
  const numbers = Numbers.safeParse(metadata);
  if (!numbers.success || numbers.data.mean === undefined) return { lines: [], rest: metadata };
  const {
    min: _min,
    max: _max,
    mean: _mean,
    std: _std,
    histogram: _bars,
    sampled,
    ...rest
  } = metadata;
  return { lines: [["NUMBERS", numbersText(numbers.data)], ...sampledLine(sampled)], rest };
}

function sampledLine(sampled: unknown): Line[] {
  return typeof sampled === "number" ? [["SAMPLED", `${sampled} of them were looked at`]] : [];
}

function columnText(column: z.infer<typeof Column>): string {
  const { type, nulls, null_share, distinct, distinct_at_least, top = [] } = column;
  const facts = [
    type,
    nulls === undefined ? "" : nulls === 0 ? "no nulls" : `${nulls} nulls`,
    null_share === undefined ? "" : `${Math.round(null_share * 100)} % nulls`,
    distinct === undefined
      ? ""
      : `${distinct_at_least === true ? "over " : ""}${distinct} distinct`,
    numbersText(column),
    top.map(({ value, count }) => `${value} (${count})`).join(", "),
  ];
  return facts.filter((fact) => fact !== "").join("; ");
}

function numbersText({ min, max, mean, std, histogram }: z.infer<typeof Numbers>): string {
  if (min === undefined || max === undefined) return "";
  const range = `${shown(min)} to ${shown(max)}`;
  const middle = mean === undefined ? "" : `, mean ${shown(mean)}`;
  const spread = std === undefined ? "" : ` ± ${shown(std)}`;
  return `${range}${middle}${spread}${histogram === undefined ? "" : `  ${barsOf(histogram.counts)}`}`;
}

function shown(value: number | string): string {
  return typeof value === "string" ? value : String(Number(value.toPrecision(5)));
}
