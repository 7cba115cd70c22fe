import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { format } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StepOutput, captureOutput, withOutput } from "./capture-output.js";

let streams: { stdout: PassThrough; stderr: PassThrough };
let own: Console;
let restore: () => void;
let lines: string[];

beforeEach(() => {
  streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  own = new Console(streams);
  lines = [];
  restore = captureOutput(streams as unknown as Pick<NodeJS.Process, "stdout" | "stderr">, own);
});
afterEach(() => restore());

function printed(print: () => void): string[] {
  const output = new StepOutput("a", ({ stream, text }) => lines.push(`${stream} ${text}`));
  withOutput(output, print);
  output.end();
  return lines;
}

test("each method goes to the stream that Node prints it to", () => {
  const methods = ["log", "info", "debug", "warn", "error"] as const;
  expect(printed(() => methods.forEach((method) => own[method](method)))).toEqual([
    "stdout log",
    "stdout info",
    "stdout debug",
    "stderr warn",
    "stderr error",
  ]);
});

test.each([
  { what: "text", values: ["plain"] },
  { what: "text with a percent sign", values: ["100 %"] },
  { what: "text and numbers", values: ["loss", 0.25, "of", 3, -0, Number.NaN] },
  { what: "a format", values: ["%s is %d", "a", 5] },
  { what: "an empty text", values: [""] },
  { what: "nothing", values: [] },
  { what: "numbers alone", values: [1, 2] },
  { what: "other values", values: [{ a: [1] }, undefined, 5n, Symbol("s")] },
  { what: "text and an object", values: ["an object", { a: "text" }] },
  { what: "a format in a later place", values: ["not formatted", "%s", "x"] },
])("$what is printed as Node formats it", ({ values }) => {
  expect(printed(() => own.log(...values))).toEqual([`stdout ${format(...values)}`]);
});

test("several lines at once are several lines", () => {
  expect(printed(() => own.log("one\ntwo"))).toEqual(["stdout one", "stdout two"]);
});

test("lines of a group are indented, and those after it are not", () => {
  const found = printed(() => {
    own.group("outer");
    own.log("inner");
    own.groupEnd();
    own.log("after");
  });
  expect(found).toEqual(["stdout outer", "stdout   inner", "stdout after"]);
});

test("outside of a step lines go where they went, and afterwards all do", () => {
  own.log("before");
  restore();
  printed(() => own.log("undone"));
  expect([String(streams.stdout.read()), lines]).toEqual(["before\nundone\n", []]);
});

test("code that stands before the stream sees what is printed", () => {
  const seen: unknown[] = [];
  const { write } = streams.stdout;
  streams.stdout.write = (chunk: unknown) => seen.push(chunk) > 0;
  printed(() => own.log("watched"));
  streams.stdout.write = write;
  expect([seen, lines]).toEqual([["watched\n"], []]);
});

test("a console that prints elsewhere is left alone", () => {
  const elsewhere = new PassThrough();
  const other = new Console(elsewhere);
  const undo = captureOutput(process, other);
  printed(() => other.log("elsewhere"));
  undo();
  expect([String(elsewhere.read()), lines]).toEqual(["elsewhere\n", []]);
});
