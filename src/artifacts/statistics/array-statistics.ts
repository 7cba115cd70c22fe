import type { JsonRecord } from "../../domain/entities/fields.js";
import type { NumericArray } from "../formats/numeric-arrays.js";
import { nonFinite, numberStatistics } from "./number-statistics.js";
import { sampleOf } from "./sample.js";

/** More are looked at by a sample: going through all would be felt beside writing them. */
const MOST_WHOLE = 1 << 17;
const SAMPLE = 1 << 14;

/** Range, mean, spread and distribution of the items; `sampled` says that not all were looked at. */
export function arrayStatistics(data: NumericArray): JsonRecord {
  if (data.length === 0) return {};
  const sample = sampleOf(data.length, data.length <= MOST_WHOLE ? MOST_WHOLE : SAMPLE);
  const values = new Float64Array(sample.size);
  for (let index = 0; index < sample.size; index += 1)
    values[index] = Number(data[sample.at(index)]);
  const facts = numberStatistics(values);
  const strange = nonFinite(values);
  return {
    ...(facts === undefined ? {} : factsOf(facts)),
    ...(strange === 0 ? {} : { non_finite: strange }),
    ...(sample.isWhole ? {} : { sampled: sample.size }),
  };
}

function factsOf({
  histogram,
  ...facts
}: NonNullable<ReturnType<typeof numberStatistics>>): JsonRecord {
  return histogram === undefined ? facts : { ...facts, histogram: { ...histogram } };
}
