import { describe, expect, test } from "vitest";
import { checkGraph } from "../domain/check-graph.js";
import { Graph } from "../domain/graph.js";
import { compile } from "./compile.js";
import { materializer, pipeline, refusal, step } from "./definitions.fixture.js";

const load = step("load");
const train = step("train");
const table = materializer("table");

describe("compile: the graph", () => {
  test("notes steps, wiring and literals in the order of the calls", async () => {
    const split = step("split", {
      outputs: { train: table, test: table },
      description: "halves",
    });
    const { graph, steps } = await compile(
      pipeline(() => {
        const parts: { train: unknown; test: unknown } = split({
          data: load(),
          share: 0.5,
          rows: [{ a: null }],
        });
        train({ train: parts.train }, { after: parts.test });
      }),
    );
    expect(graph.steps.map(({ name }) => name)).toEqual(["load", "split", "train"]);
    expect(graph.steps[1]).toEqual({
      name: "split",
      step: "split",
      description: "halves",
      source: null,
      inputs: {
        data: { step: "load", output: "output" },
        share: { value: 0.5 },
        rows: { value: [{ a: null }] },
      },
      upstream: ["load"],
      params: {},
      outputs: { train: "table", test: "table" },
      enable_cache: true,
      settings: {},
      extra: {},
    });
    expect(graph.steps[2]).toMatchObject({
      inputs: { train: { step: "split", output: "train" } },
      upstream: ["split"],
    });
    expect(graph.steps[0]?.outputs).toEqual({ output: "auto" });
    expect([...steps.keys()]).toEqual(["load", "split", "train"]);
    expect(Graph.parse(JSON.parse(JSON.stringify(graph)))).toEqual(graph);
    checkGraph(graph);
  });

  test("numbers the calls of one step around the names that were asked for", async () => {
    const { graph } = await compile(
      pipeline(() => {
        for (let index = 0; index < 3; index++) train();
        train({}, { name: "train_2" });
        train({}, { name: "best" });
      }),
    );
    expect(graph.steps.map(({ name, step: of }) => [name, of])).toEqual([
      ["train", "train"],
      ["train_3", "train"],
      ["train_4", "train"],
      ["train_2", "train"],
      ["best", "train"],
    ]);
  });

  test("waits for what `after` names: a Ref, several, or all outputs of a step", async () => {
    const split = step("split", { outputs: { a: table, b: table } });
    const { graph } = await compile(
      pipeline(() => {
        const parts = split();
        const one = load();
        train({}, { after: [one, parts] });
        train({}, { after: one });
        train({}, { after: parts });
      }),
    );
    expect(graph.steps.map(({ upstream }) => upstream)).toEqual([
      [],
      [],
      ["load", "split"],
      ["load"],
      ["split"],
    ]);
  });

  test("gives positions relative to the project folder, absolute without one", async () => {
    const source = { file: "/home/me/project/src/steps.ts", line: 3, column: 7 };
    const definition = pipeline(() => void step("load", { source })());
    const inside = await compile(definition, { projectRoot: "/home/me/project" });
    expect(inside.graph.steps[0]?.source).toEqual({ file: "src/steps.ts", line: 3, column: 7 });
    expect((await compile(definition)).graph.steps[0]?.source).toEqual(source);
  });

  test("collects the materializers that steps declare", async () => {
    const { materializers } = await compile(
      pipeline(() => void step("a", { outputs: { x: table, y: table } })()),
    );
    expect([...materializers]).toEqual([["table", table]]);
  });
});

describe("compile: configuration", () => {
  test("merges settings and extra as pipeline < step < file, where a step's own section wins", async () => {
    const { graph } = await compile(
      pipeline(
        () =>
          void step("load", {
            configuration: {
              settings: { "orchestrator.local": { a: 2, b: 2 } },
              extra: { by: "step" },
            },
          })(),
        {
          configuration: {
            settings: { "orchestrator.local": { a: 1, b: 1, c: 1, d: 1 } },
            extra: { by: "pipeline", team: "t" },
          },
        },
      ),
      {
        config: {
          settings: { "orchestrator.local": { c: 3, d: 3, b: 3 } },
          steps: { load: { settings: { "orchestrator.local": { d: 4 } } } },
        },
      },
    );
    expect(graph.steps[0]).toMatchObject({
      settings: { "orchestrator.local": { a: 2, b: 3, c: 3, d: 4 } },
      extra: { by: "step", team: "t" },
    });
    expect(graph).toMatchObject({
      settings: { "orchestrator.local": { a: 1, b: 3, c: 3, d: 3 } },
      extra: { by: "pipeline" },
    });
  });

  test.each([
    ["the pipeline", { configuration: { enable_cache: false } }, {}, {}],
    ["the step", {}, { configuration: { enable_cache: false } }, {}],
    ["the run", {}, {}, { enable_cache: false }],
    ["the step in the file", {}, {}, { steps: { load: { enable_cache: false } } }],
  ])("does not cache a step when %s says no", async (_who, ofPipeline, ofStep, config) => {
    const yes = { enable_cache: true };
    const definition = pipeline(() => void step("load", { configuration: yes, ...ofStep })(), {
      configuration: yes,
      ...ofPipeline,
    });
    const { graph } = await compile(definition, { config: { ...yes, ...config } });
    expect(graph.steps[0]?.enable_cache).toBe(false);
  });

  test("keeps the configuration that the run was given", async () => {
    const config = { run_name: "night", extra: { k: 1 } };
    expect(
      (
        await compile(
          pipeline(() => void load()),
          { config },
        )
      ).configuration,
    ).toBe(config);
  });

  test("refuses a step in the file that the pipeline does not have, naming the nearest", async () => {
    const error = await refusal(
      pipeline(() => void train({ data: load() })),
      { config: { steps: { trian: {}, evaluate: {} } } },
    );
    expect(error.code).toBe("config_invalid");
    expect(error.message).toBe(
      [
        "Pipeline 'training' has 2 problems:",
        "  the run configuration names a step 'trian', which does not exist, did you mean 'train'?",
        "  the run configuration names a step 'evaluate', which does not exist",
      ].join("\n"),
    );
    expect(error.hint).toBe("Its steps: load, train.");
  });
});
