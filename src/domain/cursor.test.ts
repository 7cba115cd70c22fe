import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.js";
import type { Sort } from "./query.js";

const BY_NAME: Sort = { field: "name", direction: "asc" };

test.each(["plain", "ключ 🙂 ~?>", "", 12.5])("a cursor at %j leads back there", (value) => {
  const cursor = encodeCursor(BY_NAME, { value, id: "x" });
  expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(decodeCursor(cursor, BY_NAME)).toEqual({ value, id: "x" });
});

test.each(["", "x", "!!!", "W10", btoa(JSON.stringify(["name", "asc", {}, "x"]))])(
  "%j is no cursor",
  (text) => {
    expect(() => decodeCursor(text, BY_NAME)).toThrow("not valid");
  },
);

test("a cursor holds for its own sort alone", () => {
  const cursor = encodeCursor(BY_NAME, { value: "a", id: "x" });
  const other: Sort = { field: "name", direction: "desc" };
  expect(() => decodeCursor(cursor, other)).toThrow("sorted in another way");
});
