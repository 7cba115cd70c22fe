// What is noted about one column of a table, whatever keeps it: nulls, range, distinct and frequent values.
import type { JsonRecord } from "../../domain/entities/fields.js";
import { numberStatistics } from "./number-statistics.js";
import type { Sample } from "./sample.js";

export interface ColumnSource {
  readonly name: string;
  readonly type: string;
  /** Known for all rows, without looking at each. */
  readonly nulls?: number | undefined;
  /** Numbers that are points in time, in milliseconds. */
  readonly isTime?: boolean;
  at(row: number): unknown;
}

const MOST_DISTINCT = 1000;
const MOST_TOP = 5;
const LONGEST = 40;

export function columnStatistics(source: ColumnSource, sample: Sample): JsonRecord {
  const numbers = new Float64Array(sample.size);
  const counts = new Map<string, number>();
  let [seen, nulls, numeric, isOverfull] = [0, 0, 0, false];
  for (let index = 0; index < sample.size; index += 1) {
    const value = source.at(sample.at(index));
    if (value === null || value === undefined) {
      nulls += 1;
      continue;
    }
    seen += 1;
    if (typeof value === "number" || typeof value === "bigint") numbers[numeric++] = Number(value);
    if (isOverfull || typeof value === "object") continue;
    const text = String(value);
    const known = counts.get(text);
    if (known === undefined && counts.size >= MOST_DISTINCT) isOverfull = true;
    else counts.set(text, (known ?? 0) + 1);
  }
  const { name, type } = source;
  return {
    ...{ name, type },
    ...nullFacts(source.nulls, nulls, sample),
    ...(numeric > 0 && numeric === seen ? rangeFacts(numbers.subarray(0, numeric), source) : {}),
    ...(counts.size === 0 ? {} : distinctFacts(counts, isOverfull, numeric === 0)),
  };
}

/** Of a sample the number of nulls is not known: their share is. */
function nullFacts(known: number | undefined, found: number, sample: Sample): JsonRecord {
  if (known !== undefined) return { nulls: known };
  return sample.isWhole ? { nulls: found } : { null_share: found / sample.size };
}

function rangeFacts(numbers: Float64Array, { isTime = false }: ColumnSource): JsonRecord {
  const facts = numberStatistics(numbers);
  if (facts === undefined) return {};
  const { min, max, mean, std, histogram } = facts;
  const bars = histogram === undefined ? {} : { histogram: { ...histogram } };
  if (!isTime) return { min, max, mean, std, ...bars };
  const [from, to] = [timeText(min), timeText(max)];
  return from === undefined || to === undefined ? {} : { min: from, max: to, ...bars };
}

function timeText(milliseconds: number): string | undefined {
  const time = new Date(milliseconds);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function distinctFacts(
  counts: ReadonlyMap<string, number>,
  isOverfull: boolean,
  withTop: boolean,
): JsonRecord {
  const distinct = { distinct: counts.size, ...(isOverfull ? { distinct_at_least: true } : {}) };
  if (!withTop || isOverfull) return distinct;
  const top = [...counts].sort(([, left], [, right]) => right - left).slice(0, MOST_TOP);
  return { ...distinct, top: top.map(([value, count]) => ({ value: cut(value), count })) };
}

function cut(text: string): string {
  return text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
