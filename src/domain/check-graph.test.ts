import { describe, expect, test } from "vitest";
import { checkGraph } from "./check-graph.js";
import type { Graph, GraphStep } from "./graph.js";

type Link = Partial<Pick<GraphStep, "inputs" | "upstream" | "outputs">>;

function graph(steps: Readonly<Record<string, Link>>, names = Object.keys(steps)): Graph {
  return {
    version: 1,
    name: "training",
    description: null,
    params: {},
    enable_cache: true,
    settings: {},
    extra: {},
    steps: names.map((name) => ({
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
      ...steps[name],
    })),
  };
}

function problemsOf(candidate: Graph): unknown {
  try {
    checkGraph(candidate);
  } catch (error) {
    expect(error).toMatchObject({ name: "ZenError", code: "pipeline_invalid" });
    return (error as { details: { problems: unknown } }).details.problems;
  }
  return [];
}

describe("checkGraph", () => {
  test("accepts steps that come after what they wait for", () => {
    const b = { inputs: { x: { step: "a", output: "output" } }, upstream: ["a"] };
    expect(
      problemsOf(graph({ a: {}, b, c: { upstream: ["b"], inputs: { n: { value: 1 } } } })),
    ).toEqual([]);
  });

  test("refuses a graph without steps and says what to do", () => {
    expect(() => checkGraph(graph({}))).toThrow(
      "The graph of pipeline 'training' is not valid: it has no steps.",
    );
  });

  test("names the path of a cycle in the direction of the data", () => {
    const steps = {
      a: {},
      b: { upstream: ["a", "d"] },
      c: { upstream: ["b"] },
      d: { upstream: ["c"] },
      e: { upstream: ["d"] },
    };
    expect(problemsOf(graph(steps))).toEqual([
      expect.stringMatching(/^there is a cycle: (b → c → d → b|c → d → b → c|d → b → c → d)$/),
    ]);
  });

  test("names a step that waits for itself", () => {
    expect(problemsOf(graph({ a: { upstream: ["a"] } }))).toEqual(["there is a cycle: a → a"]);
  });

  test("finds a cycle at the end of a very long chain", () => {
    const names = Array.from({ length: 5000 }, (_, index) => `s${index}`);
    const steps = Object.fromEntries(
      names.map((name, index) => [name, { upstream: index === 0 ? [] : [`s${index - 1}`] }]),
    );
    steps["s4998"] = { upstream: ["s4997", "s4999"] };
    expect(problemsOf(graph(steps))).toEqual([expect.stringContaining("there is a cycle: s4")]);
  });

  test("lists every link that leads nowhere", () => {
    const b = {
      inputs: {
        x: { step: "a", output: "modle" },
        y: { step: "z", output: "output" },
        w: { step: "a", output: "output" },
      },
      upstream: ["q"],
    };
    expect(problemsOf(graph({ a: {}, b }))).toEqual([
      "step 'b' waits for 'q', which does not exist",
      "input 'x' of step 'b' comes from output 'modle', which step 'a' does not have",
      "input 'y' of step 'b' comes from 'z', which does not exist",
      "input 'w' of step 'b' comes from 'a', which `upstream` does not name",
    ]);
  });

  test("refuses a name that two steps have", () => {
    expect(problemsOf(graph({ a: {} }, ["a", "a", "a"]))).toEqual(["two steps are named 'a'"]);
  });

  test("refuses steps that come before what they wait for", () => {
    expect(problemsOf(graph({ b: { upstream: ["a"] }, a: {} }))).toEqual([
      "step 'b' comes before 'a', which it waits for",
    ]);
  });
});
