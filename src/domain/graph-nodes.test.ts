import { describe, expect, test } from "vitest";
import { graphOf, mapNode, stepNode } from "./graph.fixture.js";
import { nodesIn, upstreamIn } from "./graph-nodes.js";

const nested = graphOf(
  [
    stepNode("files"),
    stepNode("model"),
    stepNode("score.read", { map: "score" }),
    stepNode("score.inner.count", { map: "score.inner", upstream: ["model"] }),
    stepNode("score.best", { map: "score", upstream: ["score.inner"] }),
    stepNode("report", { upstream: ["score", "model"] }),
  ],
  [
    mapNode("score", { upstream: ["files", "model"] }),
    mapNode("score.inner", { map: "score", upstream: ["score.read", "model"] }),
  ],
);

function kinds(scope: string | undefined): readonly string[] {
  return nodesIn(nested, scope).map(({ kind, name }) => `${kind} ${name}`);
}

describe("nodesIn", () => {
  test("gives a map in the place of all that stands in it", () => {
    expect(kinds(undefined)).toEqual(["step files", "step model", "map score", "step report"]);
  });

  test("gives what stands directly in a map", () => {
    expect(kinds("score")).toEqual(["step score.read", "map score.inner", "step score.best"]);
    expect(kinds("score.inner")).toEqual(["step score.inner.count"]);
  });

  test("puts each node after those that it waits for, wherever they stand", () => {
    const graph = graphOf(
      [stepNode("in", { map: "each" }), stepNode("late"), stepNode("last", { upstream: ["each"] })],
      [mapNode("each", { upstream: ["late"] })],
    );
    expect(nodesIn(graph, undefined).map(({ name }) => name)).toEqual(["late", "each", "last"]);
  });

  test("gives a map without steps too", () => {
    const graph = graphOf([stepNode("a")], [mapNode("empty")]);
    expect(nodesIn(graph, undefined).map(({ name }) => name)).toEqual(["a", "empty"]);
  });

  test("ends on a graph whose maps are parts of each other", () => {
    const graph = graphOf(
      [stepNode("a", { map: "left" })],
      [mapNode("left", { map: "right" }), mapNode("right", { map: "left" })],
    );
    expect(nodesIn(graph, undefined)).toEqual([]);
  });
});

describe("upstreamIn", () => {
  test("leaves out what has ended before the scope begins", () => {
    expect([...upstreamIn(nested, "score")]).toEqual([
      ["score.read", []],
      ["score.inner", ["score.read"]],
      ["score.best", ["score.inner"]],
    ]);
  });

  test("names steps and maps of the top level alike", () => {
    expect(upstreamIn(nested, undefined).get("report")).toEqual(["score", "model"]);
    expect(upstreamIn(nested, undefined).get("score")).toEqual(["files", "model"]);
  });
});
