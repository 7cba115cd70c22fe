import { expect, test } from "vitest";
import { hidePassword } from "./hide-password.js";

test.each([
  ["mysql://root:secret@db.example:3306/zenml", "mysql://root:***@db.example:3306/zenml"],
  [
    "mysql+pymysql://root:s%40e/c:r@e t@db/zenml?charset=utf8",
    "mysql+pymysql://root:***@db/zenml?charset=utf8",
  ],
  ["postgresql://ada@db/zenml", "postgresql://ada@db/zenml"],
  [
    "postgresql://db:5432/zenml?user=ada&password=secret&x=1",
    "postgresql://db:5432/zenml?user=ada&password=***&x=1",
  ],
  ["postgres://:secret@/zenml", "postgres://:***@/zenml"],
  ["sqlite:////data/a@b.db", "sqlite:////data/a@b.db"],
  ["file:///data/x:y", "file:///data/x:y"],
])("%s is shown as %s", (url, shown) => {
  expect(hidePassword(url)).toBe(shown);
});
