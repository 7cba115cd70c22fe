// Mistakes in wiring, and what the person reads in their editor.
import { describe, expect, test } from "vitest";
import { typeCheck, typeTests } from "./type-check.js";

const PREAMBLE = `
import * as z from "zod";
import { pipeline, step } from "../../src/public/index.js";
import { model, table } from "./fixtures.js";
import type { Table } from "./fixtures.js";
const load = step("load", (): Table => ({ rows: [] }));
const train = step("train", { params: z.object({ trees: z.int() }), outputs: { model } },
  ({ data }: { data: Table }) => ({ model: { weights: data.rows.flat() } }));
const print = step("print", ({ text }: { text: string }) => void text);
const training = pipeline("training", { params: z.object({ trees: z.int() }) }, () => load());
const ref = load();
`;

/** A mistake on one line, and words of the message, all of which must be there. */
const MISTAKES: Readonly<Record<string, readonly [code: string, ...words: string[]]>> = {
  "a Ref of a wrong type": [
    "print({ text: ref })",
    "'Ref<Table>' is not assignable to type 'string | Ref<string>'",
  ],
  "a missing input": ["print({})", "Property 'text' is missing"],
  "an unknown input": ["print({ text: '', txet: '' })", "'txet' does not exist"],
  "inputs for a step that takes none": ["load({ rows: 1 })", "this step takes no inputs"],
  "a positional input": ["print(ref)", "Property 'text' is missing in type 'Ref<Table>'"],
  "a property of a Ref": [
    "export const rows = ref.rows",
    "Property 'rows' does not exist on type 'Ref<Table>'",
  ],
  "arithmetic with a Ref": [
    "export const more = ref * 2",
    "arithmetic operation must be of type 'any', 'number'",
  ],
  "a missing param": ["train({ data: ref }, { params: {} })", "Property 'trees' is missing"],
  "missing params": ["train({ data: ref })", "Expected 2 arguments, but got 1"],
  "a param of a wrong type": [
    "train({ data: ref }, { params: { trees: '1' } })",
    "'string' is not assignable to type 'number'",
  ],
  "a mistyped param": [
    "train({ data: ref }, { params: { trees: 1, tres: 1 } })",
    "Did you mean to write 'trees'?",
  ],
  "params without a schema": [
    "load({}, { params: { rows: 1 } })",
    "no params are declared here: add a `params` schema",
  ],
  "a mistyped option": ["load({}, { nmae: 'x' })", "'nmae' does not exist"],
  "all outputs for one input": [
    "print({ text: train({ data: ref }, { params: { trees: 1 } }) })",
    "is not assignable to type 'string | Ref<string>'",
  ],
  "an output of a wrong type": [
    "step('s', { outputs: { table } }, () => ({ table: 1 }))",
    "'number' is not assignable to type 'Table'",
  ],
  "an output too few": [
    "step('s', { outputs: { table, model } }, () => ({ table: { rows: [] } }))",
    "Property 'model' is missing",
  ],
  "an output too many": [
    "step('s', { outputs: { table } }, () => ({ table: { rows: [] }, model: 1 }))",
    "this output is returned but not declared: model",
  ],
  "a positional parameter": [
    "step('s', (rows: number[]) => rows)",
    "a step takes its inputs by name, in one object",
  ],
  "an input without a type": [
    "step('s', ({ rows }) => rows)",
    "Property 'rows' does not exist on type 'InputsWithoutType'",
  ],
  "a schema that is no object's": [
    "step('s', { params: z.number() }, () => 1)",
    "'number' is not assignable to type 'object'",
  ],
  "an async pipeline": [
    "pipeline('p', async () => load())",
    "the function of a pipeline cannot be async",
  ],
  "a pipeline as a step": ["training()", "This expression is not callable"],
  "a run without its params": [
    "export const none = training.run({})",
    "Property 'params' is missing",
  ],
  "a run with a wrong param": [
    "export const wrong = training.run({ params: { trees: '1' } })",
    "'string' is not assignable to type 'number'",
  ],
};

const names = Object.keys(MISTAKES);
const lines = names.map((name) => MISTAKES[name]?.[0] ?? "");
const complaints = typeCheck(typeTests(), PREAMBLE + lines.join("\n"));
const firstLine = PREAMBLE.split("\n").length;
const ofExtra = complaints.filter(({ file }) => file.endsWith("extra.ts"));

test("every type test compiles", () => {
  expect(complaints.filter((one) => !ofExtra.includes(one))).toEqual([]);
  expect(ofExtra.filter(({ line }) => line < firstLine)).toEqual([]);
});

describe("a mistake is refused with words that help", () => {
  test.each(names.map((name, index) => [name, index] as const))("%s", (name, index) => {
    const messages = ofExtra
      .filter(({ line }) => line === firstLine + index)
      .map(({ message }) => message);
    expect(messages).toHaveLength(1);
    for (const words of MISTAKES[name]?.slice(1) ?? []) expect(messages[0]).toContain(words);
  });
});
