// Shares out the width of a terminal: the widest columns give first, down to the width of the next.

/** Widths that together fit into `room`, no column below 1. */
export function fitColumns(natural: readonly number[], room: number): number[] {
  const widths = natural.map((width) => Math.max(1, width));
  let excess = sum(widths) - room;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= 1) break;
    const next = Math.max(1, ...widths.filter((width) => width < widest));
    const giving = widths.flatMap((width, index) => (width === widest ? [index] : []));
    excess = shrink(widths, giving, Math.min(excess, giving.length * (widest - next)), excess);
  }
  return widths;
}

/** Takes `amount` from the columns in equal parts; halves go to the even number. */
function shrink(
  widths: number[],
  giving: readonly number[],
  amount: number,
  excess: number,
): number {
  let left = amount;
  giving.forEach((column, index) => {
    const part = roundHalfEven(left / (giving.length - index));
    widths[column] = (widths[column] ?? 0) - part;
    left -= part;
  });
  return excess - amount;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const fraction = value - floor;
  if (fraction === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return Math.round(value);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
