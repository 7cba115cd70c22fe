import { expect, test } from "vitest";
import { ReadingPace } from "./reading-pace.js";

const few = Buffer.from("a line\n");

test("a few lines are read now and then, a flood as it comes, and then a few again", () => {
  const pace = new ReadingPace();
  expect([pace.after(few, 1000), pace.after(few, 1040)]).toEqual([40, 40]);
  expect([pace.after(Buffer.alloc(64 * 1024), 1100), pace.after(few, 1110)]).toEqual([0, 0]);
  expect(pace.after(few, 1300)).toBe(40);
});

test("many short lines are a flood too, also those that a progress bar draws anew", () => {
  expect(new ReadingPace().after(Buffer.from("1\n".repeat(200)), 1000)).toBe(0);
  expect(new ReadingPace().after(Buffer.from("1\r".repeat(200)), 1000)).toBe(0);
});
