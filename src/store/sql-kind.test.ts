import { expect, test } from "vitest";
import { sqlKindOf } from "./sql-kind.js";

test.each([
  ["sqlite:////a.db", "sqlite"],
  ["mysql://h/d", "mysql"],
  ["mysql+pymysql://h/d", "mysql"],
  ["mysql+mysqldb://h/d", "mysql"],
  ["mariadb+mysqlconnector://h/d", "mysql"],
  ["postgresql+psycopg2://h/d", "postgres"],
  ["POSTGRES://h/d", "postgres"],
])("%s is of the kind %s", (url, kind) => {
  expect(sqlKindOf(url)).toBe(kind);
});

test.each([
  ["oracle+cx://me:secret@h/d", "There are no databases of the kind 'oracle'."],
  ["mssql://me:secret@h/d", "There are no databases of the kind 'mssql'. Did you mean 'mysql'?"],
  ["/a.db", "The URL of a database begins with the database's kind."],
])("%s is refused by name, with what there is", (url, message) => {
  expect(() => sqlKindOf(url)).toThrow(
    expect.objectContaining({ message, hint: expect.stringContaining("mariadb, postgresql") }),
  );
});
