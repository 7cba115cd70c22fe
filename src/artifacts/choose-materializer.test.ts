import * as arrow from "apache-arrow";
import { describe, expect, test } from "vitest";
import { isZenError } from "../domain/errors.js";
import { chooseMaterializer } from "./choose-materializer.js";
import type { Materializer } from "./materializer.js";
import { array } from "./materializers/array.js";
import { file } from "./materializers/file.js";
import { html } from "./materializers/html.js";
import { image } from "./materializers/image.js";
import { json } from "./materializers/json.js";
import { markdown } from "./materializers/markdown.js";
import { shapedArray } from "./materializers/shaped-array.js";

class RandomForest {}
const place = { step: "train", output: "model" };

function refusal(
  value: unknown,
  declared?: Materializer<unknown>,
): { message: string; hint: string } {
  try {
    chooseMaterializer(value, place, declared);
  } catch (error) {
    if (!isZenError(error, "materializer_missing")) throw error;
    return { message: error.message, hint: error.hint ?? "" };
  }
  throw new Error("it was not refused");
}

describe("by the value", () => {
  test.each([
    ["json", { a: 1 }],
    ["json", null],
    ["json", 12n],
    ["json", Object.create(null)],
    ["json", new Map()],
    ["bytes", Buffer.from("x")],
    ["array", new Float64Array(2)],
    ["array", new Uint8ClampedArray(2)],
    ["array", shapedArray(new Int8Array(4), [2, 2])],
    ["table", arrow.tableFromArrays({ n: [1] })],
    ["html", html("<p>")],
    ["markdown", markdown("#")],
    ["image", image("<svg/>")],
    ["file", file("x.csv")],
  ])("%s is chosen for %o", (name, value) => {
    expect(chooseMaterializer(value, place).name).toBe(name);
  });

  test("a value made by another copy of the package is recognised", () => {
    const foreign = { text: "<p>", [Symbol.for("zenml.value")]: "html" };
    expect(chooseMaterializer(foreign, place)).toBe(html);
  });

  test("a type that nobody writes is refused with step, output, type and a way out", () => {
    const { message, hint } = refusal(new RandomForest());
    expect(message).toBe(
      "Output 'model' of step 'train' is a RandomForest, which no materializer writes.",
    );
    expect(hint).toContain("docs/guide/materializers.md");
  });

  test.each([
    [undefined, "is undefined"],
    [() => 1, "is a function"],
    [Symbol("x"), "is a symbol"],
    [new Error("x"), "is an Error"],
    [Promise.resolve(1), "is a Promise that was not awaited"],
    [new (class {})(), "is an unnamed class"],
    [new ArrayBuffer(1), "is an ArrayBuffer"],
  ])("%o is refused", (value, expected) => {
    expect(refusal(value).message).toContain(expected);
  });
});

describe("by declaration", () => {
  test("the declared one is taken if it accepts the value", () => {
    const numbers = array<Float64Array>();
    expect(chooseMaterializer(new Float64Array(1), place, numbers)).toBe(numbers);
  });

  test("a value that the declared one does not accept is refused, with what to return", () => {
    expect(refusal("<p>", html)).toEqual({
      message: "Output 'model' of step 'train' is declared as 'html', but its value is a string.",
      hint: expect.stringContaining("Return html(…)"),
    });
    expect(refusal(undefined, json()).message).toContain("is undefined");
  });
});
