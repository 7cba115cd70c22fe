import { expect, test } from "vitest";
import { isVersionRequest, satisfies } from "./python-version.js";

test.each([
  ["3.11.4", "3.11", true],
  ["3.11.4", "3.1", false],
  ["3.9.0", ">=3.10", false],
  ["3.10.0", ">=3.9", true],
  ["3.10.0", ">=3.9,<3.10", false],
  ["3.12.1", "~=3.10", true],
  ["3.12.1", "~=3.10.2", false],
  ["3.12.1", "==3.12.*", true],
  ["3.12.1", "!=3.12.1", false],
  ["3.12.1", ">3.12.0", true],
])("%s for %s: %s", (version, request, expected) => {
  expect(satisfies(version, request)).toBe(expected);
});

test("what is no version is a path", () => {
  expect(isVersionRequest(">=3.9,<4")).toBe(true);
  expect(isVersionRequest("/usr/bin/python3")).toBe(false);
  expect(isVersionRequest(".venv")).toBe(false);
});
