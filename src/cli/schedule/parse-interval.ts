const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `90`, `30s`, `15m`, `6h`, `1d` → seconds; not a number where it is none of these. */
export function parseInterval(text: string): number {
  const [, amount = "", unit = "s"] = /^(\d+(?:\.\d+)?)\s*([smhd])?$/.exec(text.trim()) ?? [];
  const seconds = Object.entries(SECONDS).find(([name]) => name === unit)?.[1] ?? 1;
  return amount === "" ? Number.NaN : Number(amount) * seconds;
}
