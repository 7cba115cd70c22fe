/** Milliseconds since a moment of `performance.now()`, to the microsecond. */
export function elapsedSince(begin: number): number {
  return Math.round((performance.now() - begin) * 1000) / 1000;
}
