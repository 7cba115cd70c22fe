import { ZenError } from "../../../domain/errors.js";

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  m: MINUTE,
  h: 60 * MINUTE,
  d: 24 * 60 * MINUTE,
  w: 7 * 24 * 60 * MINUTE,
};

/** `30d`, `12h`, `45m`, `2w` in milliseconds. Errors: `invalid_argument`. */
export function parseAge(text: string): number {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)\s*([mhdw])$/.exec(text.trim()) ?? [];
  const factor = UNITS[unit];
  if (amount !== undefined && factor !== undefined) return Number(amount) * factor;
  throw new ZenError("invalid_argument", `'${text}' is no age.`, {
    hint: "Write a number and m, h, d or w: --older-than 30d",
  });
}
