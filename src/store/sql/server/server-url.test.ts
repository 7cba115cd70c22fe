import { expect, test } from "vitest";
import { parseServerUrl } from "./server-url.js";

const RULES = { defaultPort: 3306, options: { charset: ["utf8mb4"], ssl_ca: [] } };
const parse = (url: string) => parseServerUrl(url, RULES);

test.each([
  [
    "mysql://root:secret@db.example:3307/zenml",
    { host: "db.example", port: 3307, user: "root", password: "secret", database: "zenml" },
  ],
  [
    "mysql+pymysql://me:p%40ss%2F%3A%25@db/zen%20ml",
    { port: 3306, password: "p@ss/:%", database: "zen ml" },
  ],
  ["mysql://me:p@ss/w:rd@db/zenml", { user: "me", password: "p@ss/w:rd", host: "db" }],
  ["mysql://me:100%@db/zenml", { password: "100%" }],
  ["mysql://me@[::1]:3306/zenml", { host: "::1", password: undefined }],
  ["mysql://db/zenml", { user: undefined, password: undefined, host: "db" }],
  ["mysql://me:x@/zenml", { host: "localhost" }],
])("%s is taken apart", (url, expected) => {
  expect(parse(url)).toMatchObject(expected);
});

test("options stand behind a question mark", () => {
  const { options } = parse("mysql://db/zenml?charset=UTF8MB4&ssl_ca=/a%20b.pem");
  expect([...options]).toEqual([
    ["charset", "UTF8MB4"],
    ["ssl_ca", "/a b.pem"],
  ]);
});

test.each([
  ["mysql://me:secret@db", ["it names no database"]],
  ["mysql://me:secret@db:99999/", ["'99999' is no port", "it names no database"]],
  [
    "mysql://me:secret@db/x?charst=1",
    ["it has no option 'charst', did you mean 'charset'? (options: charset, ssl_ca)"],
  ],
  ["mysql://me:secret@db/x?charset=latin1", ["charset is utf8mb4, not 'latin1'"]],
  ["mysql:db/x", ["it has no form that a URL has"]],
])("%s is refused with everything that is wrong, without the password", (url, problems) => {
  const attempt = () => parse(url);
  expect(attempt).toThrow(
    expect.objectContaining({
      code: "invalid_input",
      details: { problems },
      hint: "Write mysql://USER:PASSWORD@HOST:PORT/DATABASE",
    }),
  );
  expect(attempt).not.toThrow(/secret/);
});
