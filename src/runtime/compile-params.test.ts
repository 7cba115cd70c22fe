import { setTimeout as delay } from "node:timers/promises";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { compile } from "./compile.js";
import { pipeline, refusal, step } from "./definitions.fixture.js";

const load = step("load");

describe("compile: params", () => {
  const schema = z.object({ trees: z.int().positive(), depth: z.int().default(3) });

  test("hands validated params to the wiring and to the steps, defaults filled in", async () => {
    const fit = step("fit", { params: schema, defaults: { depth: 9 } });
    const compiled = await compile(
      pipeline(
        ({ params }: { params: z.infer<typeof schema> }) =>
          fit({}, { params: { trees: params.depth } }),
        { params: schema },
      ),
      { params: { trees: 5 } },
    );
    expect(compiled.graph.params).toEqual({ trees: 5, depth: 3 });
    expect(compiled.params.get("fit")).toEqual({ trees: 3, depth: 9 });
    expect(compiled.graph.steps[0]?.params).toEqual({ trees: 3, depth: 9 });
  });

  test("takes the command line over the file over the code", async () => {
    const numbers = z.object({ a: z.int(), b: z.int(), c: z.int() });
    const { graph } = await compile(
      pipeline(
        () =>
          void step("s", { params: numbers, defaults: { a: 1, b: 1, c: 1 } })(
            {},
            { params: { b: 2, c: 2 } },
          ),
        {
          params: numbers,
          defaults: { a: 1, b: 1, c: 1 },
        },
      ),
      {
        params: { c: 3 },
        config: { parameters: { b: 2, c: 2 }, steps: { s: { parameters: { c: 3 } } } },
      },
    );
    expect(graph.params).toEqual({ a: 1, b: 2, c: 3 });
    expect(graph.steps[0]?.params).toEqual({ a: 1, b: 2, c: 3 });
  });

  test("lists every problem of the pipeline's params with its path", async () => {
    const nested = z.object({ trees: z.int(), sizes: z.array(z.object({ width: z.number() })) });
    const error = await refusal(
      pipeline(() => void load(), { params: nested }),
      {
        params: { trees: "x", sizes: [{ width: 1 }, { width: null }] },
      },
    );
    expect(error.code).toBe("params_invalid");
    expect(error.message.split("\n")).toEqual([
      "Pipeline 'training' has 2 problems:",
      "  param 'trees': Invalid input: expected number, received string",
      "  param 'sizes[1].width': Invalid input: expected number, received null",
    ]);
  });

  test("lists the problems of all steps at once, each with its call", async () => {
    const fit = step("fit", { params: schema });
    const error = await refusal(
      pipeline(() => {
        fit({}, { params: { trees: -1, depth: "deep" } });
        fit();
      }),
    );
    expect(error.message.split("\n").slice(1)).toEqual([
      expect.stringContaining("  step 'fit': param 'trees': Too small"),
      expect.stringContaining("  step 'fit': param 'depth': Invalid input"),
      expect.stringContaining("  step 'fit_2': param 'trees': Invalid input"),
    ]);
  });

  test("waits for a validator that takes its time", async () => {
    const slow = z.object({
      trees: z.int().refine(async (trees) => (await delay(1, trees)) < 10, "too many trees"),
    });
    const definition = pipeline(
      () => void step("fit", { params: slow })({}, { params: { trees: 50 } }),
      { params: slow },
    );
    expect((await refusal(definition, { params: { trees: 50 } })).message).toBe(
      "Pipeline 'training': param 'trees': too many trees.",
    );
    expect((await refusal(definition, { params: { trees: 5 } })).message).toBe(
      "Pipeline 'training': step 'fit': param 'trees': too many trees.",
    );
  });

  test("refuses a param that the schema would drop without a word", async () => {
    const error = await refusal(
      pipeline(() => void load(), { params: schema }),
      { params: { trees: 1, dept: 2 } },
    );
    expect(error.message).toBe(
      "Pipeline 'training': there is no param 'dept', did you mean 'depth'?",
    );
  });

  test("accepts a param that a schema renames", async () => {
    const renaming = z.object({ trees: z.int() }).transform(({ trees }) => ({ count: trees }));
    const compiled = await compile(
      pipeline(() => void step("fit", { params: renaming })({}, { params: { trees: 2 } })),
    );
    expect(compiled.params.get("fit")).toEqual({ count: 2 });
  });

  test("refuses params where no schema is declared", async () => {
    const error = await refusal(pipeline(() => void load({}, { params: { rows: 3 } })));
    expect(error.message).toContain(
      "step 'load': there is no param 'rows', since no `params` schema is declared",
    );
    expect(
      (
        await refusal(
          pipeline(() => void load()),
          { params: { rows: 3 } },
        )
      ).code,
    ).toBe("params_invalid");
  });

  test("stores what was given where the validated value is not JSON", async () => {
    const dated = z.object({ since: z.coerce.date(), rows: z.int() });
    const compiled = await compile(
      pipeline(
        () =>
          void step("load", { params: dated })({}, { params: { since: "2024-01-01", rows: 2 } }),
      ),
    );
    expect(compiled.graph.steps[0]?.params).toEqual({ since: "2024-01-01", rows: 2 });
    expect(compiled.params.get("load")).toEqual({ since: new Date("2024-01-01"), rows: 2 });
  });

  test("refuses params that are not JSON or come from a step", async () => {
    const any = z.object({ since: z.any(), rows: z.any() });
    const error = await refusal(
      pipeline(
        () =>
          void step("fit", { params: any })({}, { params: { since: new Date(0), rows: load() } }),
      ),
    );
    expect(error.message.split("\n").slice(1)).toEqual([
      "  step 'fit': param 'rows' is the output of a step",
      "  step 'fit': param 'since' is a Date, which is not JSON",
    ]);
  });

  test("treats an undefined param as one that is not given", async () => {
    const { graph } = await compile(
      pipeline(
        () => void step("fit", { params: schema })({}, { params: { trees: 1, depth: undefined } }),
      ),
    );
    expect(graph.steps[0]?.params).toEqual({ trees: 1, depth: 3 });
  });

  test("takes a validator of any library", async () => {
    const foreign: StandardSchemaV1<{ size: number }, { size: number }> = {
      "~standard": {
        version: 1,
        vendor: "own",
        validate: (value) =>
          value !== null &&
          typeof value === "object" &&
          "size" in value &&
          typeof value.size === "number"
            ? { value: { size: value.size } }
            : {
                issues: [
                  { message: "must be a number.", path: [{ key: "size" }] },
                  { message: "no good" },
                ],
              },
      },
    };
    const fit = (params: object) =>
      pipeline(() => void step("fit", { params: foreign })({}, { params }));
    expect((await compile(fit({ size: 2 }))).params.get("fit")).toEqual({ size: 2 });
    expect((await refusal(fit({ size: "2" }))).message.split("\n").slice(1)).toEqual([
      "  step 'fit': param 'size': must be a number",
      "  step 'fit': no good",
    ]);
  });
});
