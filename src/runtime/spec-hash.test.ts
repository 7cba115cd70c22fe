import { describe, expect, test } from "vitest";
import { graphOf, mapNode, stepNode } from "../domain/graph.fixture.js";
import type { Graph, GraphStep } from "../domain/graph.js";
import { specHash } from "./spec-hash.js";

function step(name: string, part: Partial<GraphStep> = {}): GraphStep {
  return {
    name,
    step: name,
    description: null,
    source: null,
    inputs: {},
    upstream: [],
    params: {},
    outputs: { output: "auto" },
    enable_cache: true,
    settings: {},
    extra: {},
    ...part,
  };
}

function graph(steps: readonly GraphStep[], part: Partial<Graph> = {}): Graph {
  const header = {
    version: 1,
    description: null,
    params: {},
    enable_cache: true,
    settings: {},
    extra: {},
  } as const;
  return { ...header, name: "training", steps: [...steps], ...part };
}

const b = step("b", { inputs: { x: { step: "a", output: "output" } }, upstream: ["a"] });
const KNOWN = specHash(graph([step("a"), step("c"), b]));

describe("specHash", () => {
  test("is a sha256", () => {
    expect(KNOWN).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ["the order of independent lines", graph([step("c"), step("a"), b])],
    ["params", graph([step("a", { params: { n: 1 } }), step("c"), b], { params: { n: 2 } })],
    [
      "settings, extra and caching",
      graph([step("a", { settings: { s: 1 }, enable_cache: false }), step("c"), b], {
        extra: { e: 1 },
      }),
    ],
    [
      "where the code stands",
      graph([step("a", { source: { file: "p.ts", line: 1, column: 1 } }), step("c"), b]),
    ],
    [
      "descriptions",
      graph([step("a", { description: "reads" }), step("c"), b], { description: "all" }),
    ],
  ])("does not depend on %s", (_what, other) => {
    expect(specHash(other)).toBe(KNOWN);
  });

  test("does not depend on the value of a literal, but on there being one", () => {
    const withLiteral = (value: number) =>
      graph([step("a", { inputs: { n: { value } } }), step("c"), b]);
    expect(specHash(withLiteral(1))).toBe(specHash(withLiteral(2)));
    expect(specHash(withLiteral(1))).not.toBe(KNOWN);
  });

  test.each([
    ["the pipeline's name", graph([step("a"), step("c"), b], { name: "other" })],
    ["a step more", graph([step("a"), step("c"), b, step("d")])],
    ["a call's name", graph([step("a"), step("c2", { step: "c" }), b])],
    ["a step's name", graph([step("a"), step("c", { step: "c2" }), b])],
    [
      "an input's name",
      graph([step("a"), step("c"), { ...b, inputs: { y: { step: "a", output: "output" } } }]),
    ],
    [
      "an input's origin",
      graph([step("a"), step("c"), { ...b, inputs: { x: { step: "c", output: "output" } } }]),
    ],
    ["what is waited for", graph([step("a"), step("c"), { ...b, upstream: ["a", "c"] }])],
    ["an output", graph([step("a"), step("c", { outputs: { table: "auto" } }), b])],
    ["a materializer", graph([step("a"), step("c", { outputs: { output: "json" } }), b])],
  ])("differs with %s", (_what, other) => {
    expect(specHash(other)).not.toBe(KNOWN);
  });
});

describe("specHash of maps and branches", () => {
  const judge = stepNode("judge");
  const inside = stepNode("m.a", { map: "m", upstream: ["judge"] });
  const hash = (map: Parameters<typeof mapNode>[1] = {}, part: Partial<GraphStep> = {}) =>
    specHash(graphOf([judge, { ...inside, ...part }], [mapNode("m", map)]));
  const when = (part: object) => [
    { step: "judge", output: "output", operator: "eq", value: "good", ...part } as const,
  ];

  test("stays what it was for a graph without them", () => {
    expect(specHash(graphOf([judge]))).toBe(
      "b0bfdd97b95b71e3dcc5c8f915f6eb3d7778a009895c615da9dce0ee19ba38c7",
    );
  });

  test("leaves out how many items at once, what a failed one means, and thresholds", () => {
    expect(
      hash({ concurrency: 3, failure_policy: "continue", over: { item: { value: [9] } } }),
    ).toBe(hash());
    const gt = (value: number) => when({ operator: "gt", value });
    expect(hash({ when: gt(0.8) })).toBe(hash({ when: gt(0.9) }));
  });

  test.each([
    ["the map of a step", hash({}, { map: "n" })],
    ["what a map walks over", hash({ over: { other: { value: [1] } } })],
    ["where that comes from", hash({ over: { item: { step: "judge", output: "output" } } })],
    ["what it waits for", hash({ upstream: ["judge"] })],
    ["what it collects", hash({ outputs: { x: { step: "m.a", output: "output" } } })],
    ["how it collects", hash({ collect: "lazy" })],
    ["that it is a part of another", hash({ map: "n" })],
    ["a condition", hash({}, { when: when({}) })],
    ["an element", hash({}, { inputs: { x: { item: "m", input: "item" } } })],
  ])("changes with %s", (_what, changed) => {
    expect(changed).not.toBe(hash());
  });

  test("tells conditions, elements and choices apart", () => {
    const first_of = [{ step: "judge", output: "output" }];
    const all = [
      hash({}, { when: when({}) }),
      hash({}, { when: when({ value: "bad" }) }),
      hash({}, { when: when({ negate: true }) }),
      hash({}, { when: [{ first_of, operator: "eq", value: "good" }] }),
      hash({}, { when: [{ item: "m", input: "item", operator: "eq", value: "good" }] }),
      hash({}, { inputs: { x: { value: 1 } } }),
      hash({}, { inputs: { x: { item: "m", input: "item" } } }),
      hash({}, { inputs: { x: { first_of } } }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
