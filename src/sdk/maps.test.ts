import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Graph } from "../domain/graph.js";
import { json } from "../artifacts/materializers/json.js";
import { PIPELINE } from "../runtime/definition.js";
import { wireAgain } from "../runtime/worker/wired-steps.js";
import { pipeline } from "./pipeline.js";
import { step } from "./step.js";
import type { Ref } from "./types/ref.js";
import { when } from "./when.js";

const files = step("files", () => ["a", "b"]);
const model = step("model", () => ({ weights: [1] }));
const read = step("read", ({ file }: { file: string }) => [file.length]);
const score = step(
  "score",
  ({ rows, by }: { rows: number[]; by: { weights: number[] } }) => rows.length + by.weights.length,
);
const total = step("total", ({ scores }: { scores: number[] }) => scores.length);

/** A step or map of a graph, without what the tests do not look at. */
function linksOf(graph: Graph): unknown {
  const steps = graph.steps.map(({ name, inputs, upstream, map }) => [name, inputs, upstream, map]);
  return Object.fromEntries(steps.map(([name, ...rest]) => [name, rest]));
}

describe("a map of a step", () => {
  test("is a scope with one step of the same name", async () => {
    const graph = await pipeline("scoring", () => {
      const rows = read.map({ file: files() });
      const scores = score.map({ rows }, { inputs: { by: model() }, concurrency: 4 });
      total({ scores });
    }).compile();
    expect(linksOf(graph)).toEqual({
      files: [{}, [], undefined],
      read: [{ file: { item: "read", input: "file" } }, [], "read"],
      model: [{}, [], undefined],
      score: [
        {
          by: { step: "model", output: "output" },
          rows: { item: "score", input: "rows" },
        },
        ["model"],
        "score",
      ],
      total: [{ scores: { step: "score", output: "output" } }, ["score"], undefined],
    });
    expect(graph.maps).toEqual([
      {
        name: "read",
        over: { file: { step: "files", output: "output" } },
        upstream: ["files"],
        failure_policy: "stop",
        collect: "array",
        outputs: { output: { step: "read", output: "output" } },
      },
      {
        name: "score",
        over: { rows: { step: "read", output: "output" } },
        upstream: ["read", "model"],
        concurrency: 4,
        failure_policy: "stop",
        collect: "array",
        outputs: { output: { step: "score", output: "output" } },
      },
    ]);
  });

  test("is numbered and named as a call is, and has a Ref for each named output", async () => {
    const split = step(
      "split",
      { outputs: { left: json(), right: json() } },
      ({ n }: { n: number }) => ({
        left: n,
        right: n,
      }),
    );
    const sum = step("sum", ({ all }: { all: unknown[] }) => all.length);
    const { steps, maps } = await pipeline("halves", () => {
      const halves = split.map({ n: [1, 2] });
      split.map({ n: [3] }, { after: halves, failure_policy: "continue", collect: "lazy" });
      split.map({ n: [4] }, { name: "last" });
      sum({ all: halves.right });
    }).compile();
    expect(steps.map(({ name, map }) => [name, map])).toEqual([
      ["split", "split"],
      ["split_2", "split_2"],
      ["last", "last"],
      ["sum", undefined],
    ]);
    expect(maps).toMatchObject([
      { over: { n: { value: [1, 2] } }, outputs: { right: { step: "split", output: "right" } } },
      { upstream: ["split"], failure_policy: "continue", collect: "lazy" },
      { name: "last" },
    ]);
    expect(steps[3]).toMatchObject({ inputs: { all: { step: "split", output: "right" } } });
  });

  test("checks its params like a call", async () => {
    const scaled = step(
      "scaled",
      { params: z.object({ by: z.number() }) },
      ({ n }: { n: number }, { params }) => n * params.by,
    );
    const { steps } = await pipeline("scaling", () => {
      scaled.map({ n: [1] }, { params: { by: 3 } });
    }).compile();
    expect(steps[0]?.params).toEqual({ by: 3 });
  });
});

describe("a map of a pipeline", () => {
  const rate = pipeline(
    "rate",
    { params: z.object({ twice: z.boolean().default(false) }) },
    ({ params }, { file, by }: { file: Ref<string>; by: Ref<{ weights: number[] }> }) => {
      const rows = read({ file });
      const rated = score({ rows, by });
      if (params.twice) score({ rows, by });
      return { rows, rated };
    },
  );

  test("names its steps after itself and collects what its function returns", async () => {
    const graph = await pipeline("rating", () => {
      const rates = rate.map(
        { file: files() },
        { inputs: { by: model() }, params: { twice: true } },
      );
      total({ scores: rates.rated });
    }).compile();
    expect(linksOf(graph)).toMatchObject({
      "rate.read": [{ file: { item: "rate", input: "file" } }, [], "rate"],
      "rate.score": [{ rows: { step: "rate.read" } }, ["rate.read", "model"], "rate"],
      "rate.score_2": [{}, ["rate.read", "model"], "rate"],
      total: [{ scores: { step: "rate", output: "rated" } }, ["rate"], undefined],
    });
    expect(graph.maps).toMatchObject([
      {
        name: "rate",
        upstream: ["files", "model"],
        outputs: {
          rows: { step: "rate.read", output: "output" },
          rated: { step: "rate.score", output: "output" },
        },
      },
    ]);
  });

  test("may map again, over an element or over what it made", async () => {
    const inner = pipeline(
      "inner",
      (_, { group, by }: { group: Ref<string[]>; by: Ref<{ weights: number[] }> }) => {
        const rows = read.map({ file: group });
        return total({ scores: score.map({ rows }, { inputs: { by } }) });
      },
    );
    const groups = step("groups", () => [["a"], ["b", "c"]]);
    const graph = await pipeline("outer", () => {
      total({ scores: inner.map({ group: groups() }, { inputs: { by: model() } }) });
    }).compile();
    expect(graph.maps).toMatchObject([
      {
        name: "inner",
        upstream: ["groups", "model"],
        outputs: { output: { step: "inner.total" } },
      },
      {
        name: "inner.read",
        map: "inner",
        over: { file: { item: "inner", input: "group" } },
        upstream: [],
      },
      { name: "inner.score", map: "inner", upstream: ["inner.read", "model"] },
    ]);
    expect(linksOf(graph)).toMatchObject({
      "inner.read": [{ file: { item: "inner.read", input: "file" } }, [], "inner.read"],
      "inner.score": [{}, ["model"], "inner.score"],
      "inner.total": [{}, ["inner.score"], "inner"],
    });
  });
});

test("what is wired again in a worker thread has the names of the graph", async () => {
  const part = pipeline("part", (_, { file }: { file: Ref<string> }) => {
    const rows = read({ file });
    return when(
      rows,
      () => read({ file }),
      () => read.map({ file: ["x"] }),
    );
  });
  const whole = pipeline("whole", () => {
    part.map({ file: files() });
    part({ file: "a" });
  });
  const { steps } = await whole.compile();
  const again = await wireAgain(whole[PIPELINE], { config: {} });
  expect(steps.map(({ name }) => name)).toContain("part_2.read_2");
  for (const { name, step: of } of steps) {
    expect((await again.codeOf(name)).definition.name).toBe(of);
  }
});

describe("a map, called by code that nobody type-checked", () => {
  type Untyped = { map(...args: unknown[]): unknown };
  const untyped = read as unknown as Untyped;

  const refusal = async (wire: () => unknown) => {
    const outcome: unknown = await pipeline("bad", () => void wire())
      .compile()
      .catch((error: unknown) => error);
    if (outcome instanceof Error) return outcome;
    throw new Error("it was accepted");
  };

  test("refuses what it cannot walk over, and options that it does not have, all at once", async () => {
    const error = await refusal(() => {
      untyped.map({ file: "a" });
      untyped.map();
      untyped.map({});
      untyped.map(files());
      untyped.map({ file: ["a"] }, { concurrency: 0, collect: "all", failure_policy: "go", x: 1 });
      untyped.map({ file: ["a"] }, { inputs: { file: "b" } });
      untyped.map({ file: [files()] });
    });
    expect(error.message.split("\n").slice(1)).toEqual([
      "  map 'read': it maps over 'file', which is a string",
      "  map 'read_2': its first argument does not name what it maps over",
      "  map 'read_3': it maps over nothing",
      "  map 'read_4': its first argument does not name what it maps over",
      "  map 'read_5': there is no option 'x'",
      "  map 'read_5': its `concurrency` is not a whole number above 0",
      "  map 'read_5': its `failure_policy` is not 'continue' or 'stop'",
      "  map 'read_5': its `collect` is not 'array' or 'lazy'",
      "  map 'read_6': input 'file' is mapped, and given in `inputs` too",
      "  map 'read_7': input 'file' (at [0]) holds the output of a step inside another value",
    ]);
    expect(error).toMatchObject({
      code: "pipeline_invalid",
      hint: expect.stringContaining(".map("),
    });
  });

  test("refuses the inside of a map outside of it", async () => {
    let leaked: unknown;
    const leaky = pipeline("leaky", (_, { file }: { file: Ref<string> }) => {
      const rows = read({ file });
      leaked = rows;
      return rows;
    });
    const error = await refusal(() => {
      leaky.map({ file: ["a"] });
      total({ scores: leaked as Ref<number[]> });
    });
    expect(error.message).toBe(
      "Pipeline 'bad': step 'total': input 'scores' is the output of step 'read' inside of a map, which is another one for each item.",
    );
    expect(error).toMatchObject({ hint: expect.stringContaining("what .map() returns") });
  });

  test("refuses a pipeline of which nothing can be collected", async () => {
    const silent = pipeline("silent", (_, { file }: { file: Ref<string> }) => void read({ file }));
    const same = pipeline("same", (_, { file }: { file: Ref<string> }) => {
      read({ file });
      return file;
    });
    const empty = pipeline("empty", (_, { file }: { file: Ref<string> }) => file);
    const three = pipeline("three", () => {
      read({ file: "a" });
      return 3;
    });
    const error = await refusal(() => {
      silent.map({ file: ["a"] });
      same.map({ file: ["a"] });
      empty.map({ file: ["a"] });
      (three as unknown as Untyped).map({ file: ["a"] });
    });
    expect(error.message.split("\n").slice(1)).toEqual([
      "  map 'silent': pipeline 'silent' returns nothing that can be collected",
      "  map 'same': pipeline 'same' returns the item 'file' of map 'same', which is not made for each item",
      "  map 'empty': pipeline 'empty' calls no step",
      "  map 'empty': pipeline 'empty' returns the item 'file' of map 'empty', which is not made for each item",
      "  map 'three': what its function returns is not what steps put out",
      "  map 'three': pipeline 'three' returns nothing that can be collected",
    ]);
  });

  test("refuses a map outside of a pipeline", () => {
    expect(() => read.map({ file: ["a"] })).toThrow(
      "Step 'read' was called outside of a pipeline.",
    );
  });
});
