import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { checkGraph } from "./check-graph.js";
import { Graph } from "./graph.js";

const reference = join(import.meta.dirname, "../../docs/reference");

test("the published schema is that of the code: node scripts/graph-schema.mjs", () => {
  const published = JSON.parse(readFileSync(join(reference, "graph.schema.json"), "utf8"));
  expect(published).toEqual(z.toJSONSchema(Graph));
});

describe("the reference of graphs", () => {
  const page = readFileSync(join(reference, "graph.md"), "utf8");

  test("has an example that is a valid graph", () => {
    const example = /^```json\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
    const graph = Graph.parse(JSON.parse(example));
    expect(graph.steps.length).toBeGreaterThan(1);
    checkGraph(graph);
  });

  test("names every field", () => {
    const { properties = {} } = z.toJSONSchema(Graph);
    const fields = [
      ...Object.keys(properties),
      ...Object.keys(Graph.shape.steps.def.element.shape),
    ];
    expect(fields.filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
  });
});
