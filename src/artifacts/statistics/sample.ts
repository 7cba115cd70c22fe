// Which of many values are looked at: all of them, or some that are spread over the whole.

const GOLDEN = (Math.sqrt(5) - 1) / 2;

export interface Sample {
  readonly size: number;
  readonly isWhole: boolean;
  /** Position of the one with this number, ascending. */
  at(index: number): number;
}

/** Spread unevenly, so that values which repeat in columns or seasons are not met at one place only. */
export function sampleOf(count: number, most: number): Sample {
  if (count <= most) return { size: count, isWhole: true, at: (index) => index };
  const stride = count / most;
  return {
    size: most,
    isWhole: false,
    at: (index) => Math.floor((index + ((index * GOLDEN) % 1)) * stride),
  };
}
