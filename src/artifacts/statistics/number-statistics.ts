// What is noted about many numbers: range, mean, spread, and how they are distributed.

export interface Histogram {
  readonly from: number;
  readonly to: number;
  /** Of intervals of equal width; the last one includes its end. */
  readonly counts: number[];
}

export interface NumberStatistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Standard deviation of these very values. */
  readonly std: number;
  readonly histogram?: Histogram;
}

const BINS = 20;
/** A histogram of fewer would only repeat them. */
const LEAST = 8;

/** Undefined when none of them is finite. Values that are not finite are left out. */
export function numberStatistics(values: Float64Array): NumberStatistics | undefined {
  let [min, max, count, mean, squares] = [Infinity, -Infinity, 0, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    count += 1;
    // Summing up and dividing at the end loses the small differences of large numbers.
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  if (count === 0) return undefined;
  const std = Math.sqrt(squares / count);
  // The range of very large numbers may not be a number.
  if (!Number.isFinite(mean) || !Number.isFinite(std)) return undefined;
  const facts = { min, max, mean, std };
  if (count < LEAST || min === max || !Number.isFinite(max - min)) return facts;
  return { ...facts, histogram: { from: min, to: max, counts: countsOf(values, min, max) } };
}

export function nonFinite(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (!Number.isFinite(value)) count += 1;
  return count;
}

function countsOf(values: Float64Array, min: number, max: number): number[] {
  const counts = new Uint32Array(BINS);
  const scale = BINS / (max - min);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(BINS - 1, Math.floor((value - min) * scale));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return [...counts];
}
