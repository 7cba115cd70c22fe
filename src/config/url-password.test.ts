import { expect, test } from "vitest";
import { splitPassword, withPassword } from "./url-password.js";

test.each([
  ["mysql://zenml:password@10.11.12.13/zenml", "mysql://zenml@10.11.12.13/zenml", "password"],
  [
    "mysql+pymysql://u:p%40ss%2Fw@h:3306/d?charset=utf8",
    "mysql+pymysql://u@h:3306/d?charset=utf8",
    "p@ss/w",
  ],
  ["postgresql://u:p@ss@h/d", "postgresql://u@h/d", "p@ss"],
  ["mysql://u:p/w@h/d", "mysql://u@h/d", "p/w"],
  ["mysql://u:50%@h/d", "mysql://u@h/d", "50%"],
  [
    "postgresql://h/d?user=u&password=s%20t&sslmode=require",
    "postgresql://h/d?user=u&sslmode=require",
    "s t",
  ],
  ["postgresql://h/d?password=x", "postgresql://h/d", "x"],
  ["https://me:token@server", "https://me@server", "token"],
])("the password of %s is taken out of it", (url, without, password) => {
  expect(splitPassword(url)).toEqual({ url: without, password });
});

test.each([
  "mysql://u@h/d",
  "mysql://h:3306/d@e",
  "http://127.0.0.1:1",
  "sqlite:////tmp/a:b@c.db",
  "file:///tmp/a@b",
  "/tmp/a:b@c",
  "./relative",
])("%s has none, and stays as it is", (url) => {
  expect(splitPassword(url)).toEqual({ url, password: undefined });
});

test("an empty password is none", () => {
  expect(splitPassword("mysql://u:@h/d")).toEqual({ url: "mysql://u@h/d", password: undefined });
});

test.each(["password", "p@ss/w:?#", "ü 👉", "50%"])("'%s' comes back as it went in", (password) => {
  const url = withPassword("mysql://u@h:3306/d", password);
  expect(new URL(url).host).toBe("h:3306");
  expect(splitPassword(url)).toEqual({ url: "mysql://u@h:3306/d", password });
});

test("a URL without user takes no password", () => {
  expect(withPassword("mysql://h/d", "x")).toBe("mysql://h/d");
  expect(withPassword("mysql://u@h/d", undefined)).toBe("mysql://u@h/d");
});
