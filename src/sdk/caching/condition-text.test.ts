import { expect, test } from "vitest";
import type { GraphCondition } from "../../domain/graph.js";
import { conditionsText } from "./condition-text.js";

test("conditions are told in words: outputs, elements, and what branches return", () => {
  const outputs = [
    { step: "yes", output: "output" },
    { step: "no", output: "output" },
  ];
  expect(
    conditionsText([
      { step: "load", output: "rows", operator: "gt", value: 3 },
      { item: "score", input: "row", operator: "eq", value: "bad", negate: true },
      { first_of: outputs, operator: "truthy", value: null },
    ]),
  ).toBe(
    "it is for when load.rows is above 3, and not for when 'row' of an item of 'score' is \"bad\", and for when yes.output or no.output is truthy",
  );
});

test("that something must be there is told as that", () => {
  const condition: GraphCondition = {
    step: "load",
    output: "rows",
    operator: "in",
    value: [],
    negate: true,
  };
  expect(conditionsText([condition])).toBe("it is for when load.rows is there");
});
