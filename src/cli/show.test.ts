import { expect, test } from "vitest";
import { elapsed } from "./show.js";

const started = "2026-01-02T10:00:00.000Z";
const now = Date.parse("2026-01-02T10:00:07.000Z");

test.each([
  ["that has not begun", { started: null, ended: null }, null],
  ["that goes on", { started, ended: null }, 7000],
  ["that has ended", { started, ended: "2026-01-02T10:00:03.000Z" }, 3000],
  ["during which the clock was set back", { started, ended: "2026-01-02T09:00:03.000Z" }, null],
])("the time of a run %s", (_what, run, expected) => {
  expect(elapsed(run, now)).toBe(expected);
});
