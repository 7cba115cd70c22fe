import { expect, test } from "vitest";
import { describeError } from "./source-positions.js";

const OPTIONS = { projectRoot: "/home/ada/project", internalFolders: ["/opt/zenml/dist/"] };

function failure(stack: string, error: Error = new TypeError("no rows")) {
  error.stack = `${error.name}: ${error.message}\n${stack}`;
  return describeError(error, OPTIONS);
}

const STACK = `    at parse (node:internal/url:1:1)
    at inner (/home/ada/project/node_modules/lib/index.js:1:2)
    at async Object.clean (/home/ada/project/src/my features.ts:12:5)
    at file:///home/ada/project/pipeline.ts:3:1
    at executeStep (file:///opt/zenml/dist/worker.js:10:20)
    at new Promise (<anonymous>)`;

test("the location is the first line of the person's own code", () => {
  expect(failure(STACK)).toMatchObject({
    name: "TypeError",
    message: "no rows",
    step: null,
    location: "src/my features.ts:12:5",
  });
});

test("the stack keeps packages and leaves out Node's frames and ours", () => {
  const { stack } = failure(STACK);
  expect(stack?.split("\n")).toEqual([
    "TypeError: no rows",
    "    at inner (/home/ada/project/node_modules/lib/index.js:1:2)",
    "    at async Object.clean (/home/ada/project/src/my features.ts:12:5)",
    "    at /home/ada/project/pipeline.ts:3:1",
    "    at new Promise (<anonymous>)",
  ]);
});

test("code outside of the project keeps its whole path", () => {
  expect(failure("    at x (/srv/shared/clean.ts:1:2)").location).toBe("/srv/shared/clean.ts:1:2");
});

test("an error from packages alone has no location", () => {
  expect(failure("    at x (/home/ada/project/node_modules/lib/a.js:1:2)").location).toBeNull();
});

test("causes are told with their stacks", () => {
  const cause = new RangeError("too small");
  cause.stack = "RangeError: too small\n    at limit (/home/ada/project/limit.ts:4:2)";
  const { stack } = failure(
    "    at x (/home/ada/project/a.ts:1:2)",
    new Error("failed", { cause }),
  );
  expect(stack).toContain(
    "caused by RangeError: too small\n    at limit (/home/ada/project/limit.ts",
  );
});

test("a cause that is its own cause ends", () => {
  const error = new Error("round");
  error.cause = error;
  expect(failure("", error).stack?.split("caused by").length).toBeLessThan(10);
});

test("each error of several is told", () => {
  const error = new AggregateError([new Error("one"), "two"], "both");
  expect(describeError(error, OPTIONS).message).toBe('both; one; "two"');
});

test.for<[unknown, string]>([
  ["text", 'a string was thrown: "text"'],
  [undefined, "undefined was thrown"],
  [null, "null was thrown"],
  [42, "a number was thrown: 42"],
  [{ code: 7 }, "an object was thrown: { code: 7 }"],
])("%o may be thrown", ([thrown, message]) => {
  expect(describeError(thrown, OPTIONS)).toEqual({
    name: "NonError",
    message,
    step: null,
    location: null,
    stack: null,
  });
});

test("an error whose members throw is described all the same", () => {
  const error = new Error("x");
  for (const member of ["stack", "name", "message", "cause"]) {
    Object.defineProperty(error, member, {
      get() {
        throw new Error("no");
      },
    });
  }
  expect(describeError(error, OPTIONS)).toMatchObject({ name: "Error", message: "" });
});

test("an object that cannot be shown is described all the same", () => {
  const hostile = {
    [Symbol.for("nodejs.util.inspect.custom")]() {
      throw new Error("no");
    },
  };
  expect(describeError(hostile, OPTIONS).message).toBe(
    "an object was thrown: (it cannot be shown)",
  );
});

test("a message of any length is cut", () => {
  const { message, stack } = describeError(new Error("x".repeat(100_000)), OPTIONS);
  expect(message.length).toBeLessThan(10_100);
  expect(stack?.length).toBeLessThan(20_000);
});

test("the position of a test is a person's though it stands among our sources", () => {
  const { location } = describeError(new Error("here"), { projectRoot: process.cwd() });
  expect(location).toMatch(/^src\/runtime\/source-positions\.test\.ts:\d+:\d+$/);
});
