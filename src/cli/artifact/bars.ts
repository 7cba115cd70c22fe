const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** A histogram in one line; what is empty is a space, what has anything is seen. */
export function barsOf(counts: readonly number[]): string {
  const most = Math.max(...counts);
  return counts.map((count) => bar(count, most)).join("");
}

function bar(count: number, most: number): string {
  if (count <= 0 || most <= 0) return " ";
  return BARS[Math.min(BARS.length - 1, Math.floor((count / most) * BARS.length))] ?? "";
}
