// Times as people of one zone write them. `Intl` knows the zones.

/** A time without an offset: `2026-03-01`, `2026-03-01T08:30`, with seconds and parts of one. */
const LOCAL = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/;

/**
 * Milliseconds since the epoch of an ISO 8601 time; one without an offset is a time of the zone. Of a time
 * that a clock shows twice the first is meant. Undefined: it is no time.
 */
export function parseTime(text: string, timeZone: string): number | undefined {
  const written = text.trim();
  const time = LOCAL.test(written) ? localTime(written, timeZone) : Date.parse(written);
  return Number.isNaN(time) ? undefined : time;
}

/** Whether `Intl` knows a zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function localTime(text: string, timeZone: string): number {
  const [day = "", clock = "00:00"] = text.split(/[T ]/);
  const asUtc = Date.parse(`${day}T${clock}Z`);
  if (Number.isNaN(asUtc)) return asUtc;
  // The offset before a change of clocks may differ from the one after: the earlier instant counts.
  const offsets = [asUtc - DAY, asUtc + DAY].map((around) => offsetAt(around, timeZone));
  const candidates = offsets.map((offset) => asUtc - offset);
  const fitting = candidates.filter((time) => time + offsetAt(time, timeZone) === asUtc);
  return Math.min(...(fitting.length > 0 ? fitting : candidates));
}

const DAY = 86_400_000;

/** What a zone's clocks are ahead of UTC by, in milliseconds. */
function offsetAt(time: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  const zone = format.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0", seconds = "0"] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(zone) ?? [];
  const ahead = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return (sign === "-" ? -ahead : ahead) * 1000;
}
