import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SUBJECTS } from "./zen-store/subjects.js";

test.each(Object.keys(SUBJECTS))("the suite is run on %s", (name) => {
  expect(existsSync(join(import.meta.dirname, `${name}.test.ts`))).toBe(true);
});
