const UNITS = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** A number of bytes as people read it: `812 bytes`, `4.1 kB`, `100 MB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const amount = bytes / 1000 ** power;
  const digits = power > 0 && amount < 10 ? 1 : 0;
  return `${amount.toFixed(digits)} ${UNITS[power]}`;
}
