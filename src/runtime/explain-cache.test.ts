import { expect, test } from "vitest";
import type { CacheParts } from "../domain/cache-parts.js";
import { explainCache } from "./explain-cache.js";

const PARTS: CacheParts = {
  step: "train",
  code: { "train.ts:step(train)": "a1", "lib/features.ts:clean": "b2" },
  packages: { "ml-cart": "2.1.0" },
  params: { trees: "50" },
  inputs: { train: "c3" },
  outputs: { output: "auto" },
  declared: {},
  uncacheable: null,
};

const messages = (change: Partial<CacheParts>, previous: CacheParts | CacheParts[] = PARTS) =>
  explainCache({ ...PARTS, ...change }, previous).map(({ message }) => message);

test("nothing differs between equal parts", () => {
  expect(explainCache(PARTS, PARTS)).toEqual([]);
});

test.for<[Partial<CacheParts>, string]>([
  [{ params: { trees: "80" } }, "param 'trees': 50 -> 80"],
  [{ params: { trees: "50", depth: "3" } }, "param 'depth' added: 3"],
  [{ params: {} }, "param 'trees' removed, was 50"],
  [{ inputs: { train: "c4" } }, "input 'train' has other content"],
  [{ packages: { "ml-cart": "2.1.1" } }, "package 'ml-cart' 2.1.0 -> 2.1.1"],
  [{ outputs: { output: "table" } }, "output 'output': auto -> table"],
  [{ step: "fit" }, "step 'train' is now 'fit'"],
])("%o is told as: %s", ([change, message]) => {
  expect(messages(change)).toEqual([message]);
});

test.for([
  ["lib/features.ts:clean", "helper 'clean' (lib/features.ts)"],
  ["train.ts:step(train)", "step 'train' (train.ts)"],
  ["train.ts:registry.set()", "statement 'registry.set()' (train.ts)"],
  ["train.ts:options.size =", "statement 'options.size =' (train.ts)"],
  ["train.ts:for", "statement 'for' (train.ts)"],
  ["train.ts:clean #2", "helper 'clean #2' (train.ts)"],
  ["settings.json:default", "file 'settings.json'"],
  ["load order", "load order"],
])("code '%s' is called %s", ([key, name]) => {
  const previous = { ...PARTS, code: { [String(key)]: "x" } };
  expect(messages({ code: { [String(key)]: "y" } }, previous)).toEqual([`code: ${name} changed`]);
  expect(messages({ code: {} }, previous)).toEqual([`code: ${name} removed`]);
});

test("long values are not shown", () => {
  const before = { ...PARTS, params: { table: "sha256:aa" } };
  expect(messages({ params: { table: "sha256:bb" } }, before)).toEqual([
    "param 'table' has another value",
  ]);
});

test("of several executions the closest is compared with", () => {
  const far = { ...PARTS, params: { trees: "1" }, inputs: { train: "other" } };
  const near = { ...PARTS, params: { trees: "80" } };
  expect(messages({}, [far, near])).toEqual(["param 'trees': 80 -> 50"]);
});

test("a step that cannot be cached says why", () => {
  expect(messages({ uncacheable: "it uses eval" })).toEqual(["uncacheable: it uses eval"]);
});

test("without an earlier execution there is nothing to compare with", () => {
  expect(messages({}, [])).toEqual(["no earlier execution of this step to compare with"]);
  expect(messages({}, { ...PARTS, uncacheable: "x" })).toHaveLength(1);
});
