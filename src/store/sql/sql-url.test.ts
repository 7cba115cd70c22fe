import { expect, test } from "vitest";
import { parseSqlUrl } from "./sql-url.js";

test.each([
  ["sqlite:////abs/store.db", "/abs/store.db"],
  ["sqlite:///store.db", "/here/store.db"],
  ["sqlite:///../a b.db", "/a b.db"],
  ["sqlite+pysqlite:////abs/store.db", "/abs/store.db"],
  ["sqlite:////abs/100%25.db", "/abs/100%25.db"],
])("%s is the file %s", (url, file) => {
  expect(parseSqlUrl(url, "/here")).toEqual({ file, isReadOnly: false, synchronous: "normal" });
});

test("options stand behind a question mark", () => {
  const target = parseSqlUrl("sqlite:////a.db?synchronous=full&mode=ro", "/");
  expect(target).toEqual({ file: "/a.db", isReadOnly: true, synchronous: "full" });
});

test.each(["sqlite:////a.db?synchronous=off", "sqlite:////a.db?wal=1"])(
  "%s has an option that there is not",
  (url) => {
    expect(() => parseSqlUrl(url, "/")).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        hint: "Options: synchronous=normal|full, mode=ro|rw.",
      }),
    );
  },
);

test.each(["oracle://me:secret@host/db", "sqlit:///a.db", "sqlite://", "sqlite:///:memory:", "x"])(
  "%s is no database",
  (url) => {
    expect(() => parseSqlUrl(url, "/")).toThrow(
      expect.objectContaining({ code: "invalid_input", hint: expect.stringContaining("sqlite:") }),
    );
  },
);
