import { describe, expect, test } from "vitest";
import { checkGraph } from "./check-graph.js";
import { graphOf, mapNode, stepNode } from "./graph.fixture.js";
import type { Graph, GraphCondition } from "./graph.js";

function problemsOf(candidate: Graph): unknown {
  try {
    checkGraph(candidate);
  } catch (error) {
    return (error as { details: { problems: unknown } }).details.problems;
  }
  return [];
}

const from = (step: string) => ({ step, output: "output" });
const good = (step: string): GraphCondition => ({ ...from(step), operator: "eq", value: "good" });

describe("checkGraph: maps", () => {
  test("accepts a map of one step, of several, and of maps", () => {
    const graph = graphOf(
      [
        stepNode("files"),
        stepNode("read", { map: "read", inputs: { file: { item: "read", input: "file" } } }),
        stepNode("score.a", {
          map: "score",
          inputs: { row: { item: "score", input: "row" }, all: from("files") },
          upstream: ["files"],
        }),
        stepNode("score.inner.b", {
          map: "score.inner",
          inputs: { x: { item: "score.inner", input: "x" }, row: { item: "score", input: "row" } },
        }),
        stepNode("score.c", {
          map: "score",
          inputs: { b: from("score.inner") },
          upstream: ["score.inner"],
        }),
        stepNode("end", { inputs: { c: from("score") }, upstream: ["score"] }),
      ],
      [
        mapNode("read", {
          over: { file: from("files") },
          upstream: ["files"],
          outputs: { output: from("read") },
        }),
        mapNode("score", {
          over: { row: from("read") },
          upstream: ["read", "files"],
          outputs: { output: { first_of: [from("score.c"), from("score.a")] } },
        }),
        mapNode("score.inner", {
          map: "score",
          over: { x: from("score.a") },
          upstream: ["score.a"],
          outputs: { output: from("score.inner.b") },
        }),
      ],
    );
    expect(problemsOf(graph)).toEqual([]);
  });

  test("refuses the inside of a map from outside, and an element outside of its map", () => {
    const graph = graphOf(
      [
        stepNode("m.a", { map: "m" }),
        stepNode("b", {
          inputs: { x: from("m.a"), y: { item: "m", input: "item" } },
          upstream: ["m.a"],
        }),
        stepNode("m.c", { map: "m", inputs: { z: { item: "m", input: "itme" } } }),
      ],
      [mapNode("m")],
    );
    expect(problemsOf(graph)).toEqual([
      "step 'b' waits for 'm.a', which is inside of map 'm'",
      "input 'x' of step 'b' comes from 'm.a', which is inside of map 'm'",
      "input 'y' of step 'b' is an item of map 'm', which it is not a part of",
      "input 'z' of step 'm.c' is the item 'itme' of map 'm', which has no such item",
    ]);
  });

  test("refuses a map over nothing or no list, without steps, or that collects what it has not", () => {
    const graph = graphOf(
      [stepNode("a", { map: "a" }), stepNode("lost", { map: "nowhere" })],
      [
        mapNode("a", { over: { x: { value: 3 } }, outputs: { o: { step: "a", output: "p" } } }),
        mapNode("empty", { over: {}, outputs: { o: from("a") } }),
      ],
    );
    expect(problemsOf(graph)).toEqual([
      "step 'lost' is a part of map 'nowhere', which does not exist",
      "map 'a' walks over 'x', which is no list",
      "output 'o' of map 'a' comes from output 'p', which step 'a' does not have",
      "map 'empty' walks over nothing",
      "map 'empty' has no steps",
      "output 'o' of map 'empty' comes from 'a', which is not in it",
    ]);
  });

  test("refuses a map that does not wait for what is needed in it", () => {
    const graph = graphOf(
      [stepNode("model"), stepNode("m.a", { map: "m", upstream: ["model"] })],
      [mapNode("m")],
    );
    expect(problemsOf(graph)).toEqual([
      "map 'm' does not name 'model' in `upstream`, which step 'm.a' waits for",
    ]);
  });

  test("refuses maps that are parts of each other, and one that waits for the map around it", () => {
    const around = graphOf(
      [stepNode("l.a", { map: "l" })],
      [mapNode("l", { map: "r" }), mapNode("r", { map: "l" })],
    );
    expect(problemsOf(around)).toContain("map 'l' is a part of itself: l in r in l");
    const waiting = graphOf([stepNode("m.a", { map: "m", upstream: ["m"] })], [mapNode("m")]);
    expect(problemsOf(waiting)).toEqual(["step 'm.a' waits for map 'm', which it is a part of"]);
  });

  test("refuses one name for two maps, and for a map and a step that is not its only one", () => {
    const graph = graphOf(
      [stepNode("a"), stepNode("a.b", { map: "a" })],
      [mapNode("a"), mapNode("a")],
    );
    expect(problemsOf(graph)).toEqual(
      expect.arrayContaining(["two maps are named 'a'", "a step and a map are named 'a'"]),
    );
  });

  test("refuses a map before what it waits for, and finds a cycle through one", () => {
    const inside = stepNode("m.a", { map: "m" });
    const late = graphOf([inside, stepNode("b")], [mapNode("m", { upstream: ["b"] })]);
    expect(problemsOf(late)).toEqual(["map 'm' comes before 'b', which it waits for"]);
    const cycle = graphOf(
      [inside, stepNode("b", { upstream: ["m"] })],
      [mapNode("m", { upstream: ["b"] })],
    );
    expect(problemsOf(cycle)).toEqual([
      expect.stringMatching(/^there is a cycle: (m → b → m|b → m → b)$/),
    ]);
    const inner = graphOf(
      [
        stepNode("m.a", { map: "m", upstream: ["m.b"] }),
        stepNode("m.b", { map: "m", upstream: ["m.a"] }),
      ],
      [mapNode("m")],
    );
    expect(problemsOf(inner)).toEqual([expect.stringContaining("there is a cycle: m.")]);
    const outer = graphOf(
      [stepNode("o.i.a", { map: "o.i" })],
      [mapNode("o.i", { map: "o" }), mapNode("o")],
    );
    expect(problemsOf(outer)).toEqual(["map 'o.i' comes before 'o', which it is a part of"]);
  });
});

describe("checkGraph: branches", () => {
  test("accepts conditions, and an input of whichever branch was taken", () => {
    const graph = graphOf([
      stepNode("judge"),
      stepNode("a", { when: [good("judge")], upstream: ["judge"] }),
      stepNode("b", { when: [{ ...good("judge"), negate: true }], upstream: ["judge"] }),
      stepNode("c", { inputs: { x: { first_of: [from("a"), from("b")] } }, upstream: ["a", "b"] }),
    ]);
    expect(problemsOf(graph)).toEqual([]);
  });

  test("accepts conditions on elements, and on whichever branch was taken", () => {
    const first_of = [from("a"), from("judge")];
    const test = { operator: "truthy", value: null } as const;
    const graph = graphOf(
      [
        stepNode("judge"),
        stepNode("a", { when: [good("judge")], upstream: ["judge"] }),
        stepNode("b", { when: [{ first_of, ...test }], upstream: ["a", "judge"] }),
        stepNode("m.c", { map: "m", when: [{ item: "m", input: "item", ...test }] }),
      ],
      [mapNode("m", { outputs: { output: from("m.c") } })],
    );
    expect(problemsOf(graph)).toEqual([]);
  });

  test("refuses conditions on elements that there are not, and on branches that there are not", () => {
    const test = { operator: "truthy", value: null } as const;
    const graph = graphOf(
      [
        stepNode("a", { when: [{ item: "m", input: "item", ...test }] }),
        stepNode("m.c", { map: "m", when: [{ item: "m", input: "other", ...test }] }),
        stepNode("b", { when: [{ first_of: [], ...test }] }),
        stepNode("d", { when: [{ first_of: [from("a"), from("nobody")], ...test }] }),
      ],
      [mapNode("m", { outputs: { output: from("m.c") } })],
    );
    expect(problemsOf(graph)).toEqual([
      "a condition of step 'a' is an item of map 'm', which it is not a part of",
      "a condition of step 'm.c' is the item 'other' of map 'm', which has no such item",
      "a condition of step 'b' comes from nowhere",
      "a condition of step 'd' comes from 'a', which `upstream` does not name",
      "a condition of step 'd' comes from 'nobody', which does not exist",
    ]);
  });

  test("refuses conditions and branches that lead nowhere, or that nobody waits for", () => {
    const graph = graphOf([
      stepNode("judge"),
      stepNode("a", { when: [good("judge"), good("nobody")] }),
      stepNode("c", { inputs: { x: { first_of: [] }, y: { first_of: [from("a")] } } }),
    ]);
    expect(problemsOf(graph)).toEqual([
      "a condition of step 'a' comes from 'judge', which `upstream` does not name",
      "a condition of step 'a' comes from 'nobody', which does not exist",
      "input 'x' of step 'c' comes from nowhere",
      "input 'y' of step 'c' comes from 'a', which `upstream` does not name",
    ]);
  });
});
