import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { StepDefinition } from "../definition.js";
import { TOP } from "./invocation.js";
import type { Invocation } from "./invocation.js";
import { refTarget, refsOf } from "./ref.js";

const trace = {};

function call(name: string, outputs?: readonly string[]): Invocation {
  const definition = {
    name,
    outputs: outputs && Object.fromEntries(outputs.map((one) => [one, {}])),
  };
  return {
    kind: "step",
    definition: definition as StepDefinition,
    place: TOP,
    name: undefined,
    inputs: {},
    after: [],
    params: {},
  };
}

describe("a Ref", () => {
  const ref = refsOf(trace, call("load"), undefined) as never as {
    readonly length: number;
    then: unknown;
    value: number;
  };

  test("leads back to the call that it came from", () => {
    expect(refTarget(ref)).toMatchObject({
      trace,
      source: { output: "output", from: { definition: { name: "load" } } },
    });
  });

  test.each([
    ["a property", () => ref.length, "asked for 'length'"],
    ["a promise", () => ref.then, "asked for 'then'"],
    ["text", () => `${String(ref)}`, "used as a plain value"],
    ["a number", () => Number(ref) + 1, "used as a plain value"],
    ["a list", () => [...(ref as never as unknown[])], "iterated over"],
    ["an object to spread", () => ({ ...ref }), "spread or listed"],
    ["JSON", () => JSON.stringify(ref), "asked for 'toJSON'"],
    ["something to change", () => (ref.value = 1), "given 'value'"],
  ])("says by name that it was used as %s", (_what, use, said) => {
    expect(use).toThrow(
      expect.objectContaining({
        code: "pipeline_invalid",
        message: `The output of step 'load' is ${said} while the pipeline is wired; its value exists only when the pipeline runs.`,
      }),
    );
  });

  test("tells who destructures it how outputs are declared", () => {
    expect(() => Reflect.get(ref, "train")).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("declare `outputs`") }),
    );
  });

  test.each([
    ["maps over it", () => Reflect.get(ref, "map"), "work.map({ item: … })"],
    ["walks over it", () => [...(ref as never as unknown[])], "work.map({ item: … })"],
    ["compares it", () => Number(ref) > 1, "use when("],
  ])("tells who %s how that is wired", (_what, use, hint) => {
    expect(use).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });

  test("can be printed", () => {
    expect(inspect(ref)).toBe("Ref { step: 'load', output: 'output' }");
  });
});

describe("the Refs of declared outputs", () => {
  const refs = refsOf(trace, call("split", ["train", "test"]), ["train", "test"]) as {
    readonly [name: string]: object;
  };

  test("are one for each output", () => {
    expect(Object.keys(refs)).toEqual(["train", "test"]);
    expect(refTarget(refs["test"])).toMatchObject({ source: { output: "test" } });
  });

  test("refuse an output that does not exist and name the nearest", () => {
    expect(() => refs["trian"]).toThrow(
      expect.objectContaining({
        message: "Step 'split' has no output 'trian'.",
        hint: "Did you mean 'train'?",
      }),
    );
    expect(() => refs["length"]).toThrow(
      expect.objectContaining({ hint: "Its outputs: 'train', 'test'." }),
    );
  });
});

test("nothing else is a Ref", () => {
  for (const value of [null, undefined, 1, "a", {}, [], () => 1])
    expect(refTarget(value)).toBeUndefined();
});
