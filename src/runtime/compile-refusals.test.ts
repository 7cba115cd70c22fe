import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { compile } from "./compile.js";
import { materializer, pipeline, refusal, step } from "./definitions.fixture.js";
import { activeTrace } from "./tracing/active-trace.js";

const load = step("load");
const train = step("train");

describe("compile: what cannot be a pipeline", () => {
  test("refuses one without steps", async () => {
    expect(await refusal(pipeline(() => undefined))).toMatchObject({
      code: "pipeline_invalid",
      message: "The graph of pipeline 'training' is not valid: it has no steps.",
    });
  });

  test("refuses two different steps of one name and names both places", async () => {
    const at = (line: number) =>
      step("load", { source: { file: "/p/steps.ts", line, column: 14 } });
    const [one, other] = [at(3), at(9)];
    const error = await refusal(pipeline(() => (one(), other(), other())));
    expect(error.message).toBe(
      "Pipeline 'training': two different steps are named 'load': /p/steps.ts:3:14 and /p/steps.ts:9:14.",
    );
  });

  test("accepts one step that is configured in two ways", async () => {
    const fn = () => 1;
    const { graph } = await compile(
      pipeline(
        () => (
          step("load", { fn })(),
          step("load", { fn, configuration: { enable_cache: false } })()
        ),
      ),
    );
    expect(graph.steps.map((one) => [one.name, one.enable_cache])).toEqual([
      ["load", true],
      ["load_2", false],
    ]);
  });

  test("refuses a name that two calls ask for, and names that cannot be one", async () => {
    const error = await refusal(
      pipeline(
        () => (
          train({}, { name: "x" }),
          train({}, { name: "x" }),
          train({}, { name: "a/b" }),
          step("-s")()
        ),
      ),
    );
    expect(error.message.split("\n").slice(1)).toEqual([
      "  two step calls ask for the name 'x'",
      expect.stringContaining("the name 'a/b' of a step call: a name cannot contain"),
      "  the name of step '-s': a name cannot begin with '-'",
    ]);
  });

  test("refuses literals that JSON cannot hold and says what to do", async () => {
    const error = await refusal(
      pipeline(() => train({ since: new Date(0), rows: [1, { big: 1n }], nan: Number.NaN })),
    );
    expect(error.message.split("\n").slice(1)).toEqual([
      "  step 'train': input 'since' is a Date, and only JSON can be written into a pipeline",
      "  step 'train': input 'rows' (at [1].big) is a bigint, and only JSON can be written into a pipeline",
      "  step 'train': input 'nan' is NaN, and only JSON can be written into a pipeline",
    ]);
    expect(error.hint).toBe("Return it from a step and pass that step's output.");
  });

  test("refuses a literal that holds itself", async () => {
    const endless: Record<string, unknown> = {};
    endless["self"] = endless;
    expect((await refusal(pipeline(() => train({ endless })))).message).toContain(
      "nested too deeply",
    );
  });

  test("refuses outputs of steps inside a literal", async () => {
    const error = await refusal(pipeline(() => train({ all: [load(), load()] })));
    expect(error.message).toContain(
      "input 'all' (at [0]) holds the output of a step inside another value",
    );
    expect(error.hint).toBe("Give each output its own input: train({ first: …, second: … })");
  });

  test("refuses the output of a step in another pipeline", async () => {
    let foreign: unknown;
    await compile(pipeline(() => void (foreign = load())));
    const error = await refusal(
      pipeline(() => (train({ data: foreign }), train({}, { after: foreign }))),
    );
    expect(error.message.split("\n").slice(1)).toEqual([
      "  step 'train': input 'data' is the output of step 'load' in another pipeline",
      "  step 'train_2': `after` is the output of step 'load' in another pipeline",
    ]);
  });

  test("refuses calls of a wrong shape, all at once", async () => {
    const error = await refusal(
      pipeline(() => {
        train(load());
        train([1], 2);
        train({}, { nmae: "x", name: 3, params: 4, after: 5 });
        train({}, {}, {});
      }),
    );
    expect(error.message.split("\n").slice(1)).toEqual([
      "  step 'train': its first argument is not an object of inputs",
      "  step 'train_2': its second argument is not an object of options",
      "  step 'train_2': its first argument is not an object of inputs",
      "  step 'train_3': there is no option 'nmae', did you mean 'name'?",
      "  step 'train_3': its `name` is not text",
      "  step 'train_3': `after` is not what a step call returned",
      "  step 'train_3': its `params` are not an object",
      "  step 'train_4': called with more than inputs and options",
    ]);
  });

  test("refuses an async function, also one that calls steps after waiting", async () => {
    const error = await refusal(
      pipeline(async () => {
        await delay(0);
        throw new Error("nobody hears this");
      }),
    );
    expect(error).toMatchObject({
      code: "pipeline_invalid",
      message: "The function of pipeline 'training' is async.",
    });
    await delay(5);
  });

  test("says where the wiring failed when its code throws", async () => {
    const error = await refusal(
      pipeline(() => {
        throw new TypeError("rows is undefined");
      }),
      { projectRoot: import.meta.dirname },
    );
    expect(error.code).toBe("pipeline_invalid");
    expect(error.message).toMatch(
      /^Wiring pipeline 'training' failed at compile-refusals\.test\.ts:\d+:\d+: TypeError: rows is undefined$/,
    );
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  test("says where the output of a step is used as a value", async () => {
    const error = await refusal(
      pipeline(() => `${String(load())} rows`),
      { projectRoot: import.meta.dirname },
    );
    expect(error).toMatchObject({
      code: "pipeline_invalid",
      message: expect.stringMatching(
        /^compile-refusals\.test\.ts:\d+:\d+: The output of step 'load' is used as a plain value/,
      ),
      hint: expect.stringContaining("Pass it to a step"),
    });
  });

  test("says that the wiring failed when what it throws is no error", async () => {
    const error = await refusal(
      pipeline(() => {
        // oxlint-disable-next-line no-throw-literal -- what a person's code may do
        throw "no rows";
      }),
    );
    expect(error.message).toBe(
      `Wiring pipeline 'training' failed: NonError: a string was thrown: "no rows"`,
    );
  });

  test("leaves no trace behind when the wiring fails", async () => {
    await refusal(pipeline(() => String(load())));
    expect(activeTrace()).toBeUndefined();
  });

  test("refuses settings and extra that are not JSON", async () => {
    const part = {
      configuration: { settings: { when: new Date(0) } as never, extra: { f: () => 1 } as never },
    };
    const error = await refusal(pipeline(() => void step("load", part)(), part));
    expect(error.message.split("\n").slice(1)).toEqual([
      "  settings.when is a Date, which is not JSON",
      "  extra.f is a function, which is not JSON",
      "  step 'load': settings.when is a Date, which is not JSON",
      "  step 'load': extra.f is a function, which is not JSON",
    ]);
  });

  test("refuses two materializers of one name, and `outputs` without any", async () => {
    const error = await refusal(
      pipeline(
        () => (
          step("a", { outputs: { x: materializer("m") } })(),
          step("b", { outputs: { x: materializer("m") } })(),
          step("c", { outputs: {} })()
        ),
      ),
    );
    expect(error.message.split("\n").slice(1)).toEqual([
      "  two different materializers are named 'm'",
      "  step 'c' declares `outputs` without any",
    ]);
  });
});
