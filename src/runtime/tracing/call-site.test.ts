import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { callSite } from "./call-site.js";

function define(): ReturnType<typeof callSite> {
  return callSite(define);
}

function calledFrom(filename: string): ReturnType<typeof callSite> {
  return runInThisContext("(define) =>\n\n   define()", { filename })(define);
}

test.each([["/p/my steps.ts"], ["file:///p/my%20steps.ts"]])(
  "a call site in %s is the place that called the function",
  (filename) => {
    expect(calledFrom(filename)).toEqual({ file: "/p/my steps.ts", line: 3, column: 4 });
  },
);

test("a call site leaves the process's stack settings as they were", () => {
  const before = [Error.stackTraceLimit, Error.prepareStackTrace];
  define();
  expect([Error.stackTraceLimit, Error.prepareStackTrace]).toEqual(before);
});
