import { describe, expect, test } from "vitest";
import { pipeline } from "./pipeline.js";
import { step } from "./step.js";
import type { Ref } from "./types/ref.js";
import { branch, when } from "./when.js";

const accuracy = step("accuracy", () => 0.9);
const publish = step("publish", () => "published");
const alarm = step("alarm", () => "alarm");
const say = step("say", ({ words }: { words: string }) => words);
const isLong = step("is_long", ({ words }: { words: string }) => words.length > 3);

const on = (name: string) => ({ step: name, output: "output" });

describe("when and branch, looking at more than the output of a step", () => {
  test("look at the element of a map, for each item anew", async () => {
    const part = pipeline("part", (_, { words }: { words: Ref<string> }) =>
      when(
        words,
        { ne: "" },
        () => say({ words }),
        () => alarm(),
      ),
    );
    const graph = await pipeline("branching", () => void part.map({ words: ["a", ""] })).compile();
    const ne = { item: "part", input: "words", operator: "ne", value: "" };
    expect(graph.steps).toMatchObject([
      { name: "part.say", when: [ne], upstream: [], map: "part" },
      { name: "part.alarm", when: [{ ...ne, negate: true }], upstream: [], map: "part" },
    ]);
  });

  test("look at the element of the map around, for a whole map and for steps in it", async () => {
    const inner = pipeline(
      "inner",
      (_, { words, kind }: { words: Ref<string>; kind: Ref<"good" | "bad"> }) =>
        branch(kind, { good: () => say({ words }), bad: () => alarm() }),
    );
    const outer = pipeline("outer", (_, { kind }: { kind: Ref<"good" | "bad"> }) =>
      when(kind, { eq: "good" }, () => inner.map({ words: ["a"] }, { inputs: { kind } })),
    );
    const graph = await pipeline("branching", () => {
      outer.map({ kind: ["good", "bad"] });
    }).compile();
    const eq = { item: "outer", input: "kind", operator: "eq", value: "good" };
    expect(graph.maps?.find(({ name }) => name === "outer.inner")).toMatchObject({ when: [eq] });
    expect(graph.steps).toMatchObject([
      { name: "outer.inner.say", when: [eq] },
      { name: "outer.inner.alarm", when: [{ ...eq, value: "bad" }] },
    ]);
  });

  test("look at what branches return, and wait for each of them", async () => {
    const graph = await pipeline("branching", () => {
      const news = when(
        accuracy(),
        () => publish(),
        () => alarm(),
      );
      when(news, { eq: "alarm" }, () => isLong({ words: "a" }));
    }).compile();
    const first_of = [on("publish"), on("alarm")];
    expect(graph.steps.at(-1)).toMatchObject({
      name: "is_long",
      when: [{ first_of, operator: "eq", value: "alarm" }],
      upstream: ["publish", "alarm"],
    });
  });

  test("look at what branches return from within a map, which then waits for each of them", async () => {
    const part = pipeline("part", (_, given: { words: Ref<string>; news: Ref<string> }) =>
      when(given.news, { eq: "alarm" }, () => isLong({ words: given.words })),
    );
    const graph = await pipeline("branching", () => {
      const news = when(
        accuracy(),
        () => publish(),
        () => alarm(),
      );
      part.map({ words: ["a"] }, { inputs: { news } });
    }).compile();
    expect(graph.maps).toMatchObject([{ name: "part", upstream: ["publish", "alarm"] }]);
    expect(graph.steps.at(-1)?.when).toMatchObject([{ first_of: [on("publish"), on("alarm")] }]);
  });
});
