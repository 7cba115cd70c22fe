import { describe, expect, test } from "vitest";
import * as z from "zod";
import { pipeline } from "./pipeline.js";
import { step } from "./step.js";
import type { Ref } from "./types/ref.js";

const load = step("load", () => [1, 2]);
const fit = step(
  "fit",
  { params: z.object({ trees: z.int() }) },
  ({ rows }: { rows: number[] }, { params }) => ({ rows, trees: params.trees }),
);
const score = step("score", ({ model }: { model: { trees: number } }) => model.trees);
const save = step("save", ({ model }: { model: object }) => void model);

const training = pipeline(
  "training",
  {
    params: z.object({ trees: z.int().default(10) }),
    retry: { max_retries: 2 },
    extra: { team: "t" },
  },
  ({ params }, { rows }: { rows: Ref<number[]> }) => {
    const model = fit({ rows }, { params: { trees: params.trees } });
    return { model, score: score({ model }) };
  },
);

describe("a pipeline that is called in another one", () => {
  test("is a part of it, with its name before those of its steps", async () => {
    const whole = pipeline("whole", () => {
      const rows = load();
      const { model } = training({ rows });
      training({ rows: [3] }, { params: { trees: 5 }, after: model });
      training({ rows }, { name: "last" });
      save({ model });
    });
    const { steps, maps } = await whole.compile();
    expect(
      steps.map(({ name, step: of, params, upstream }) => [name, of, params, upstream]),
    ).toEqual([
      ["load", "load", {}, []],
      ["training.fit", "fit", { trees: 10 }, ["load"]],
      ["training.score", "score", {}, ["training.fit"]],
      ["training_2.fit", "fit", { trees: 5 }, ["training.fit"]],
      ["training_2.score", "score", {}, ["training_2.fit", "training.fit"]],
      ["last.fit", "fit", { trees: 10 }, ["load"]],
      ["last.score", "score", {}, ["last.fit"]],
      ["save", "save", {}, ["training.fit"]],
    ]);
    expect(steps[3]?.inputs).toEqual({ rows: { value: [3] } });
    expect(maps).toBeUndefined();
  });

  test("brings its configuration for its own steps, over that of the pipeline around it", async () => {
    const whole = pipeline("whole", { timeout: 9, extra: { team: "all", by: "me" } }, () => {
      training({ rows: load() });
    });
    const { steps } = await whole.compile();
    expect(steps).toMatchObject([
      { name: "load", timeout: 9, extra: { team: "all", by: "me" } },
      {
        name: "training.fit",
        timeout: 9,
        retry: { max_retries: 2 },
        extra: { team: "t", by: "me" },
      },
      { name: "training.score", retry: { max_retries: 2 } },
    ]);
    expect(steps[0]).not.toHaveProperty("retry");
  });

  test("may itself have parts", async () => {
    const middle = pipeline("middle", (_, { rows }: { rows: Ref<number[]> }) => training({ rows }));
    const { steps } = await pipeline("top", () => {
      save({ model: middle({ rows: load() }).model });
    }).compile();
    expect(steps.map(({ name }) => name)).toEqual([
      "load",
      "middle.training.fit",
      "middle.training.score",
      "save",
    ]);
  });

  test("may be configured by the full name of a step", async () => {
    const whole = pipeline("whole", () => void training({ rows: load() }));
    const config = { steps: { "training.fit": { parameters: { trees: 7 } } } };
    expect((await whole.compile({ config })).steps[1]?.params).toEqual({ trees: 7 });
  });

  test("is refused when it comes to itself", async () => {
    const parts: { again?: () => unknown } = {};
    const endless = pipeline("endless", () => {
      load();
      parts.again?.();
    });
    parts.again = () => pipeline("between", () => endless())();
    await expect(endless.compile()).rejects.toMatchObject({
      code: "pipeline_invalid",
      message: expect.stringContaining(
        "Pipeline 'endless' is wired into itself: endless → between → endless.",
      ),
      hint: expect.stringContaining("loop"),
    });
  });

  test("has its params checked, a mistyped one too", async () => {
    const untyped = training as unknown as (...args: unknown[]) => unknown;
    const wrong = pipeline("wrong", () => void untyped({ rows: [1] }, { params: { trees: "x" } }));
    await expect(wrong.compile()).rejects.toMatchObject({
      code: "params_invalid",
      message: expect.stringContaining("Pipeline 'training': param 'trees'"),
    });
    const mistyped = pipeline("wrong", () => void untyped({ rows: [1] }, { params: { tres: 1 } }));
    await expect(mistyped.compile()).rejects.toMatchObject({
      code: "params_invalid",
      message:
        "Pipeline 'wrong': pipeline 'training': there is no param 'tres', did you mean 'trees'?",
    });
  });

  test("is refused when its params take time to check", async () => {
    const slow = z.object({ at: z.string().refine(async () => true) });
    const part = pipeline("part", { params: slow }, () => void load());
    const whole = pipeline("whole", () => {
      part({}, { params: { at: "x" } });
    });
    await expect(whole.compile()).rejects.toMatchObject({
      message: expect.stringContaining("the schema of the params answers later"),
    });
  });

  test("is refused when it is async, or returns what is no output", async () => {
    const later = pipeline("later", (() => Promise.resolve()) as () => never);
    await expect(pipeline("whole", () => later()).compile()).rejects.toMatchObject({
      message: expect.stringContaining("The function of pipeline 'later' is async."),
    });
    const three = pipeline("three", () => (load(), 3));
    await expect(pipeline("whole", () => void three()).compile()).rejects.toMatchObject({
      message:
        "Pipeline 'whole': pipeline 'three': what its function returns is not what steps put out.",
    });
  });
});

describe("a pipeline with inputs", () => {
  test("is refused when it is run by itself, and names what it needs", async () => {
    const alone = training as unknown as { compile(): Promise<unknown> };
    await expect(alone.compile()).rejects.toMatchObject({
      code: "pipeline_invalid",
      message: "Pipeline 'training' cannot be run by itself: it takes the input 'rows'.",
      hint: "Wire it into another pipeline that has them: training({ rows: … })",
    });
  });

  test("is refused when it is called where nothing is wired", () => {
    expect(() => training({ rows: [1] })).toThrow(
      expect.objectContaining({
        message: "Pipeline 'training' was called outside of a pipeline.",
        hint: expect.stringContaining(".run()"),
      }),
    );
    expect(() => training.map({ rows: [[1]] })).toThrow("was called outside of a pipeline");
  });

  test("keeps its name, its methods and its changed copies", async () => {
    const five = training.with({ name: "five", params: { trees: 5 } });
    expect([training.name, five.name]).toEqual(["training", "five"]);
    const { steps } = await pipeline("whole", () => void five({ rows: [1] })).compile();
    expect(steps[0]).toMatchObject({ name: "five.fit", params: { trees: 5 } });
  });
});
