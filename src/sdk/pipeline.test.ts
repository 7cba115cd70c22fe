import { describe, expect, test } from "vitest";
import * as z from "zod";
import { PIPELINE } from "../runtime/definition.js";
import { pipeline } from "./pipeline.js";
import { step } from "./step.js";

const load = step("load", () => [3, 1, 2]);
const top = step(
  "top",
  { params: z.object({ count: z.int().positive() }) },
  ({ numbers }: { numbers: number[] }, { params }) => numbers.slice(0, params.count),
);
const ranking = pipeline(
  "ranking",
  {
    params: z.object({ count: z.int().default(2) }),
    description: "the best",
    settings: { resources: { cpu_count: 1 } },
  },
  ({ params }) => top({ numbers: load() }, { params: { count: params.count } }),
);

describe("pipeline", () => {
  test("compiles to its graph, with params from the call over those of the configuration", async () => {
    expect(await ranking.compile()).toMatchObject({
      name: "ranking",
      description: "the best",
      params: { count: 2 },
    });
    const graph = await ranking.compile({
      params: { count: 5 },
      config: { parameters: { count: 4 } },
    });
    expect(graph.steps[1]?.params).toEqual({ count: 5 });
    expect((await ranking.compile({ config: { parameters: { count: 4 } } })).params).toEqual({
      count: 4,
    });
  });

  test("carries its definition, with the place of the pipeline() call", () => {
    expect(ranking[PIPELINE]).toMatchObject({
      name: "ranking",
      run_name: undefined,
      source: { file: import.meta.filename, line: expect.any(Number) },
    });
  });

  test("makes a new pipeline of each change", async () => {
    const nightly = ranking
      .with({
        name: "nightly",
        params: { count: 9 },
        run_name: "{pipeline}-{date}",
        description: "by night",
      })
      .configure({ enable_cache: false, settings: { resources: { memory: "1GB" } } });
    expect(nightly.name).toBe("nightly");
    expect(nightly[PIPELINE]).toMatchObject({
      run_name: "{pipeline}-{date}",
      description: "by night",
    });
    expect(await nightly.compile()).toMatchObject({
      params: { count: 9 },
      enable_cache: false,
      settings: { resources: { cpu_count: 1, memory: "1GB" } },
    });
    expect(await ranking.compile()).toMatchObject({
      name: "ranking",
      enable_cache: true,
      settings: { resources: { cpu_count: 1 } },
    });
  });

  test("gives positions in its graph relative to the project's folder", async () => {
    const { steps } = await ranking.compile();
    expect(steps[0]?.source?.file).toBe("src/sdk/pipeline.test.ts");
  });

  test("refuses a run configuration with unknown keys", async () => {
    const config: object = { parametres: {} };
    await expect(ranking.compile({ config })).rejects.toMatchObject({
      code: "config_invalid",
      message: "The run configuration: there is no key 'parametres', did you mean 'parameters'?",
    });
    await expect(ranking.run({ config })).rejects.toMatchObject({ code: "config_invalid" });
  });

  test("refuses options that a run does not have", async () => {
    const options: object = { parms: {}, onEvent: 3, stack: 4 };
    await expect(ranking.run(options)).rejects.toMatchObject({
      message:
        "The options of running pipeline 'ranking' are not valid: there is no 'parms', did you mean 'params'?; 'onEvent' is not a function; 'stack' is not text.",
    });
  });

  test("may say what a failed step means for the others", async () => {
    const stopping = ranking.configure({ failure_policy: "stop", on_failure: () => undefined });
    expect(await stopping.compile()).toMatchObject({ failure_policy: "stop" });
    expect(await ranking.compile()).not.toHaveProperty("failure_policy");
    const config = { failure_policy: "continue" } as const;
    expect(await stopping.compile({ config })).toMatchObject(config);
  });

  test("cannot run itself while it is wired", async () => {
    const endless: { compile(): Promise<unknown> } = pipeline(
      "endless",
      () => void endless.compile(),
    );
    await expect(endless.compile()).rejects.toMatchObject({
      code: "pipeline_invalid",
      message: expect.stringMatching(
        /^src\/sdk\/pipeline\.test\.ts:\d+:\d+: Pipeline 'endless' runs itself while it is wired\.$/,
      ),
    });
  });

  test("cannot run inside of another one", async () => {
    const outer = pipeline("outer", () => {
      load();
      void ranking.run();
    });
    await expect(outer.compile()).rejects.toThrow(
      "Pipeline 'ranking' is run while pipeline 'outer' is wired.",
    );
  });

  test("refuses what cannot be a pipeline", () => {
    const untyped = pipeline as unknown as (...args: unknown[]) => unknown;
    expect(() => untyped("p", { parms: 1 }, () => 1)).toThrow(
      "there is no 'parms', did you mean 'params'?",
    );
    expect(() => untyped("p", {})).toThrow("Pipeline 'p' was made without a function.");
    expect(() => untyped(() => 1)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('pipeline("name"') }),
    );
  });
});
