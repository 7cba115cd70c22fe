import { expect, test } from "vitest";
import { cacheKey, literalHash, makeCacheParts } from "./cache-key.js";
import type { CachePartsInput } from "./cache-key.js";

const INPUT: CachePartsInput = {
  definition: "train",
  code: {
    code: { "train.ts:step(train)": "a1", "features.ts:clean": "b2" },
    packages: { "ml-cart": "2.1.0" },
    uncacheable: null,
  },
  params: { trees: 50, depth: null },
  inputs: { train: "c3" },
  outputs: { output: "auto" },
};

const keyOf = (change: Partial<CachePartsInput> = {}) =>
  cacheKey(makeCacheParts({ ...INPUT, ...change }));

test("a key is a sha256 that the order of names does not change", () => {
  const code = { ...INPUT.code, code: { "features.ts:clean": "b2", "train.ts:step(train)": "a1" } };
  expect(keyOf()).toMatch(/^[0-9a-f]{64}$/);
  expect(keyOf({ code, params: { depth: null, trees: 50 } })).toBe(keyOf());
});

test.for<[string, Partial<CachePartsInput>]>([
  ["the step's name", { definition: "fit" }],
  ["code", { code: { ...INPUT.code, code: { "train.ts:step(train)": "a2" } } }],
  ["a package", { code: { ...INPUT.code, packages: { "ml-cart": "2.1.1" } } }],
  ["a param", { params: { trees: 51, depth: null } }],
  ["a text that looks like a number", { params: { trees: "50", depth: null } }],
  ["an input's content", { inputs: { train: "c4" } }],
  ["an input's name", { inputs: { rows: "c3" } }],
  ["a materializer", { outputs: { output: "table" } }],
  ["a declared file", { declared: { hashes: { "file rows.csv": "d5" }, uncacheable: null } }],
])("another value of %s is another key", ([, change]) => {
  expect(keyOf(change)).not.toBe(keyOf());
});

test("a declared file that cannot be read leaves no key, however much else is known", () => {
  expect(
    keyOf({ declared: { hashes: { "file a": "1" }, uncacheable: "cannot be read" } }),
  ).toBeNull();
});

test("what is uncacheable has no key", () => {
  expect(keyOf({ code: { ...INPUT.code, uncacheable: "it uses eval" } })).toBeNull();
});

test("a long param is kept as a hash and still told apart", () => {
  const long = (last: string) => ({ table: [...Array<string>(100).fill("row"), last] });
  const parts = makeCacheParts({ ...INPUT, params: long("x") });
  expect(parts.params["table"]).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(keyOf({ params: long("x") })).toBe(keyOf({ params: long("x") }));
  expect(keyOf({ params: long("x") })).not.toBe(keyOf({ params: long("y") }));
});

test("a literal's hash does not depend on the order of its keys, but on that of its elements", () => {
  expect(literalHash({ a: [1, 2], b: { c: 1, d: 2 } })).toBe(
    literalHash({ b: { d: 2, c: 1 }, a: [1, 2] }),
  );
  expect(literalHash([1, 2])).not.toBe(literalHash([2, 1]));
});
