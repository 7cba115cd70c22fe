import { expect, test } from "vitest";
import { readEnd } from "./read-end.js";

const NOW = Date.UTC(2026, 0, 1);

test.each([
  ["12h", "2026-01-01T12:00:00.000Z"],
  ["30d", "2026-01-31T00:00:00.000Z"],
  ["2w", "2026-01-15T00:00:00.000Z"],
  ["2026-02-03T04:05:06Z", "2026-02-03T04:05:06.000Z"],
])("%s ends at %s", (text, end) => expect(readEnd(text, NOW)).toBe(end));

test.each(["", "soon", "30", "0d", "-1d", "30y", "2025-12-31", "999999w", "2026-13-01"])(
  "'%s' is refused with what to write",
  (text) => expect(() => readEnd(text, NOW)).toThrow(/no time that is still to come/),
);
