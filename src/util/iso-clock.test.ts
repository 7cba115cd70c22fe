import { expect, test } from "vitest";
import { isoClock } from "./iso-clock.js";

test("the text is that of the moment, also when the clock is set back", () => {
  let time = 0;
  const now = isoClock(() => time);
  expect(now()).toBe("1970-01-01T00:00:00.000Z");
  expect(now()).toBe("1970-01-01T00:00:00.000Z");
  time = 1001;
  expect(now()).toBe("1970-01-01T00:00:01.001Z");
  time = 1;
  expect(now()).toBe("1970-01-01T00:00:00.001Z");
});
