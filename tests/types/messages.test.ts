// Mistakes in wiring, and what the person reads in their editor.
import { describe, expect, test } from "vitest";
import { typeCheck, typeTests } from "./type-check.js";

const PREAMBLE = `
import * as z from "zod";
import { branch, pipeline, step, when } from "../../src/public/index.js";
import { model, table } from "./fixtures.js";
import type { Ref } from "../../src/public/index.js";
import type { Table } from "./fixtures.js";
const load = step("load", (): Table => ({ rows: [] }));
const train = step("train", { params: z.object({ trees: z.int() }), outputs: { model } },
  ({ data }: { data: Table }) => ({ model: { weights: data.rows.flat() } }));
const print = step("print", ({ text }: { text: string }) => void text);
const training = pipeline("training", { params: z.object({ trees: z.int() }) }, () => load());
const fitting = pipeline("fitting", (_, { data, name }: { data: Ref<Table>; name: Ref<string> }) => {
  print({ text: name });
  return train({ data }, { params: { trees: 1 } }).model;
});
const judge = step("judge", (): "good" | "bad" => "good");
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
  "a pipeline as a part, without its params": ["training()", "Expected 2 arguments, but got 0"],
  "a map over a value": [
    "print.map({ text: 'a' })",
    "'string' is not assignable to type 'Over<string>'",
  ],
  "a map over other elements": [
    "print.map({ text: [1] })",
    "'number' is not assignable to type 'string'",
  ],
  "a map over a Ref of one value": [
    "print.map({ text: judge() })",
    "is not assignable to type 'Over<string>'",
  ],
  "a map over an unknown input": ["print.map({ txet: ['a'] })", "'txet' does not exist"],
  "a map without the other inputs": [
    "fitting.map({ name: ['a'] })",
    "Expected 2 arguments, but got 1",
  ],
  "a map with an input of a wrong type": [
    "fitting.map({ name: ['a'] }, { inputs: { data: judge() } })",
    "is not assignable to type 'Table | Ref<Table>'",
  ],
  "a map that is given what it walks over": [
    "print.map({ text: ['a'] }, { inputs: { text: 'b' } })",
    "every input is mapped: nothing is left for `inputs`",
  ],
  "one map for all": [
    "print({ text: print.map({ text: ['a'] }) })",
    "'Ref<undefined[]>' is not assignable to type 'string | Ref<string>'",
  ],
  "a pipeline without one of its inputs": ["fitting({ data: ref })", "Property 'name' is missing"],
  "an input of a wrong type for a pipeline": [
    "fitting({ data: judge(), name: 'a' })",
    "is not assignable to type 'Table | Ref<Table>'",
  ],
  "a run of a pipeline with inputs": [
    "export const alone = fitting.run()",
    "Expected 1 arguments, but got 0",
  ],
  "options for the run of a pipeline with inputs": [
    "export const part = fitting.run({})",
    "a pipeline with inputs cannot be run by itself: call it in another pipeline",
  ],
  "a condition that the value never meets": [
    "when(judge(), { eq: 'so so' }, () => load())",
    `'"so so"' is not assignable to type '"good" | "bad"'`,
  ],
  "a branch on a value": [
    "when(true, () => load())",
    "'boolean' is not assignable to parameter of type 'Ref<unknown>'",
  ],
  "a branch that returns no output of a step": [
    "fitting({ data: when(judge(), () => 'none') })",
    "a branch returns what steps put out: call a step in it, and return its output",
  ],
  "a branch for what the value never is": [
    "branch(judge(), { good: () => load(), wrose: () => load() })",
    "the value is never this: wrose",
  ],
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
