import { expect, test } from "vitest";
import { formatDuration } from "./format-duration.js";

test.each([
  [0.2, "<1 ms"],
  [8.4, "8 ms"],
  [999.4, "999 ms"],
  [999.6, "1.00 s"],
  [1240, "1.24 s"],
  [59_990, "60.0 s"],
  [185_000, "3 min 05 s"],
  [7_620_000, "2 h 07 min"],
])("%d ms reads as %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
