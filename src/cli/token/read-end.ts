import { ZenError } from "../../domain/errors.js";

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** `30d`, `12h` or a date → ISO 8601. Errors: `invalid_argument`. @param now milliseconds */
export function readEnd(text: string, now: number): string {
  const [, amount, unit] = /^(\d{1,6})([mhdw])$/.exec(text.trim()) ?? [];
  const found = Object.entries(UNITS).find(([name]) => name === unit);
  const isSpan = amount !== undefined && found !== undefined;
  const end = isSpan ? now + Number(amount) * found[1] : Date.parse(text);
  const isDate = isSpan || /^\d{4}-\d{2}-\d{2}/.test(text.trim());
  if (isDate && Number.isFinite(end) && end > now && end < LAST) return new Date(end).toISOString();
  throw new ZenError("invalid_argument", `--expires: '${text}' is no time that is still to come.`, {
    hint: "Write 12h, 30d, or a date such as 2030-01-31.",
  });
}

const LAST = Date.UTC(9999, 0, 1);
