import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ZenError } from "../../domain/errors.js";
import { fsError, ifThere } from "./fs-error.js";

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test.skipIf(process.platform !== "linux")("a full disk is told as one", () => {
  const full = openSync("/dev/full", "w");
  const error = thrownBy(() => writeFileSync(full, "x"));
  closeSync(full);
  expect(fsError("/store", error)).toMatchObject({
    code: "disk_full",
    message: "There is no space left to write /store.",
    hint: expect.stringContaining("Nothing of the last change was kept"),
  });
});

test.each([
  ["EACCES", "store_read_only"],
  ["EROFS", "store_read_only"],
  ["EDQUOT", "disk_full"],
  ["EISDIR", "store_unreachable"],
])("%s is %s, with the path", (code, expected) => {
  const error = Object.assign(new Error(code), { code });
  expect(fsError("/store", error)).toMatchObject({
    code: expected,
    message: expect.stringContaining("/store"),
  });
});

test("what is no error of the file system passes as it is", () => {
  for (const error of [new TypeError("x"), new ZenError("not_found", "x"), "x"]) {
    expect(fsError("/store", error)).toBe(error);
  }
});

test("what is not there is undefined, anything else is thrown", () => {
  expect(ifThere(() => readFileSync("/nowhere/at/all"))).toBeUndefined();
  expect(() => ifThere(() => readFileSync("/"))).toThrow("EISDIR");
});
