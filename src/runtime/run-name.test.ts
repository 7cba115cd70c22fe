import { describe, expect, test } from "vitest";
import { microsecondNow, renderRunName } from "./run-name.js";

const NOW = Date.UTC(2026, 10, 21, 7, 44, 1) + 861.599;

describe("renderRunName", () => {
  test("names a run by its pipeline and start, to the microsecond", () => {
    expect(renderRunName(undefined, { pipeline: "training", now: NOW })).toBe(
      "training-2026_11_21-07_44_01_861599",
    );
  });

  test("fills in each placeholder as often as it stands there and keeps the rest", () => {
    expect(renderRunName("{date} {pipeline} of {pipeline} }{", { pipeline: "p", now: NOW })).toBe(
      "2026_11_21 p of p }{",
    );
  });

  test("carries a fraction that rounds up into the second", () => {
    const now = Date.UTC(2026, 0, 1, 0, 0, 0) - 0.0001;
    expect(renderRunName("{date}-{time}", { pipeline: "p", now })).toBe(
      "2026_01_01-00_00_00_000000",
    );
  });

  test("refuses unknown placeholders, all at once, and lists the known ones", () => {
    expect(() => renderRunName("{pipline}-{user}", { pipeline: "p", now: NOW })).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        message: "The run name '{pipline}-{user}' has no placeholder {pipline}, {user}.",
        hint: "Known placeholders: {pipeline}, {date}, {time}.",
      }),
    );
  });

  test("refuses what cannot be a name", () => {
    expect(() => renderRunName("a/{date}", { pipeline: "p", now: NOW })).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        message: expect.stringContaining("'a/2026_11_21'"),
      }),
    );
  });

  test("takes the clock when it is given none", () => {
    const before = Date.now();
    const now = microsecondNow();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThan(Date.now() + 1);
    expect(renderRunName(undefined, { pipeline: "p" })).toMatch(
      /^p-\d{4}_\d\d_\d\d-\d\d_\d\d_\d\d_\d{6}$/,
    );
  });
});
