const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];

/** An amount of bytes for people: `12 bytes`, `1.5 KiB`, `16 MiB`. */
export function formatBytes(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  for (; amount >= 1024 && unit < UNITS.length - 1; unit += 1) amount /= 1024;
  const shown = unit === 0 || amount >= 99.5 ? amount.toFixed(0) : amount.toFixed(1);
  return `${shown.replace(/\.0$/, "")} ${UNITS[unit] ?? ""}`;
}
