import { describe, expect, test } from "vitest";
import { json } from "../artifacts/materializers/json.js";
import { pipeline } from "./pipeline.js";
import { step } from "./step.js";
import type { Ref } from "./types/ref.js";
import { branch, when } from "./when.js";

const accuracy = step("accuracy", () => 0.9);
const verdict = step("verdict", (): "good" | "bad" => "good");
const publish = step("publish", () => "published");
const alarm = step("alarm", () => "alarm");
const say = step("say", ({ words }: { words: string }) => words);
const both = step("both", { outputs: { left: json(), right: json() } }, () => ({
  left: 1,
  right: 2,
}));
const left = step("left", { outputs: { left: json() } }, () => ({ left: 1 }));

const on = (name: string) => ({ step: name, output: "output" });

async function whensOf(wire: () => unknown) {
  const graph = await pipeline("branching", () => void wire()).compile();
  return Object.fromEntries(graph.steps.map(({ name, when: conditions }) => [name, conditions]));
}

describe("when", () => {
  test("puts a condition on the steps of a branch, and its opposite on those of the other", async () => {
    const graph = await pipeline("branching", () => {
      const words = when(
        accuracy(),
        { gt: 0.8 },
        () => publish(),
        () => alarm(),
      );
      say({ words });
    }).compile();
    const gt = { ...on("accuracy"), operator: "gt", value: 0.8 };
    expect(graph.steps).toMatchObject([
      { name: "accuracy" },
      { name: "publish", when: [gt], upstream: ["accuracy"] },
      { name: "alarm", when: [{ ...gt, negate: true }], upstream: ["accuracy"] },
      {
        name: "say",
        inputs: { words: { first_of: [on("publish"), on("alarm")] } },
        upstream: ["publish", "alarm"],
      },
    ]);
    expect(graph.steps[0]).not.toHaveProperty("when");
    expect(graph.steps[3]).not.toHaveProperty("when");
  });

  test("looks whether a value is truthy when it is given no condition", async () => {
    const whens = await whensOf(() => {
      when(accuracy(), () => publish());
      when(verdict(), { in: ["good"] }, () => alarm());
      when(accuracy(), { falsy: true }, () => both());
    });
    expect(whens).toMatchObject({
      publish: [{ ...on("accuracy"), operator: "truthy", value: null }],
      alarm: [{ ...on("verdict"), operator: "in", value: ["good"] }],
      both: [{ ...on("accuracy_2"), operator: "falsy", value: null }],
    });
  });

  test("adds up where one stands in another", async () => {
    const whens = await whensOf(() =>
      when(accuracy(), { gte: 0.5 }, () => {
        when(verdict(), { eq: "good" }, () => publish());
      }),
    );
    expect(whens).toMatchObject({
      verdict: [{ operator: "gte" }],
      publish: [{ operator: "gte" }, { ...on("verdict"), operator: "eq", value: "good" }],
    });
  });

  test("merges records name by name", async () => {
    const { steps } = await pipeline("branching", () => {
      const merged = when(
        accuracy(),
        () => both(),
        () => left(),
      );
      step(
        "take",
        (given: { a: unknown; b: unknown }) => given,
      )({ a: merged.left, b: merged.right });
    }).compile();
    expect(steps.at(-1)?.inputs).toEqual({
      a: {
        first_of: [
          { step: "both", output: "left" },
          { step: "left", output: "left" },
        ],
      },
      b: { step: "both", output: "right" },
    });
  });

  test("takes an earlier output where no other branch was taken, in whichever branch it stands", async () => {
    const { steps } = await pipeline("branching", () => {
      const words = publish();
      const chosen = when(
        accuracy(),
        () => words,
        () => alarm(),
      );
      say({ words: chosen });
    }).compile();
    expect(steps.at(-1)?.inputs).toEqual({ words: { first_of: [on("alarm"), on("publish")] } });
  });

  test("can hold maps and pipelines, whose inside stands under no condition of its own", async () => {
    const part = pipeline("part", (_, { words }: { words: Ref<string> }) => say({ words }));
    const graph = await pipeline("branching", () => {
      when(accuracy(), () => {
        say.map({ words: ["a"] });
        part({ words: "b" });
      });
    }).compile();
    const conditions = [{ ...on("accuracy"), operator: "truthy", value: null }];
    expect(graph.maps).toMatchObject([{ name: "say", when: conditions, upstream: ["accuracy"] }]);
    expect(graph.steps[1]).not.toHaveProperty("when");
    expect(graph.steps[2]).toMatchObject({ name: "part.say", when: conditions });
  });

  test("can stand in a map, which collects what the branch that was taken put out", async () => {
    const judged = pipeline("judged", (_, { words }: { words: Ref<string> }) => {
      const isGood = step(
        "is_good",
        ({ words: given }: { words: string }) => given !== "",
      )({ words });
      return when(
        isGood,
        () => say({ words }),
        () => alarm(),
      );
    });
    const graph = await pipeline("branching", () => {
      judged.map({ words: ["a", ""] });
    }).compile();
    expect(graph.maps?.[0]?.outputs).toEqual({
      output: { first_of: [on("judged.say"), on("judged.alarm")] },
    });
    expect(graph.steps[1]).toMatchObject({ when: [on("judged.is_good")], map: "judged" });
  });
});

describe("branch", () => {
  test("gives each value its branch, and all others one of their own", async () => {
    const whens = await whensOf(() =>
      branch(verdict(), { good: () => publish(), otherwise: () => alarm() }),
    );
    expect(whens).toMatchObject({
      publish: [{ ...on("verdict"), operator: "eq", value: "good" }],
      alarm: [{ ...on("verdict"), operator: "eq", value: "good", negate: true }],
    });
  });
});

describe("branches, written by code that nobody type-checked", () => {
  const anyWhen = when as unknown as (...args: unknown[]) => unknown;
  const anyBranch = branch as unknown as (...args: unknown[]) => unknown;
  const messageOf = async (wire: () => unknown) => {
    const outcome: unknown = await pipeline("bad", () => void wire())
      .compile()
      .catch((error: unknown) => error);
    if (!(outcome instanceof Error)) throw new Error("it was accepted");
    return outcome.message.replace(/^.*\.ts:\d+:\d+: /, "");
  };

  test.each<[string, () => unknown, string]>([
    ["no Ref", () => anyWhen(true, publish), "when() was not given the output of a step."],
    ["no function", () => anyWhen(accuracy(), { gt: 1 }), "A branch of when() is not a function."],
    ["no condition", () => anyWhen(accuracy(), {}, publish), "when() was given no condition."],
    [
      "two conditions",
      () => anyWhen(accuracy(), { gt: 1, lt: 2 }, publish),
      "when() was given more than one condition.",
    ],
    [
      "an unknown condition",
      () => anyWhen(accuracy(), { gtt: 1 }, publish),
      "when() knows no condition 'gtt', did you mean 'gt'?",
    ],
    [
      "a Ref to compare with",
      () => anyWhen(accuracy(), { gt: accuracy() }, publish),
      "The condition 'gt' of when() is not what JSON can hold.",
    ],
    [
      "no list of values",
      () => anyWhen(verdict(), { in: "good" }, publish),
      "The condition 'in' of when() is not a list of what JSON can hold.",
    ],
    ["no branches", () => anyBranch(verdict(), {}), "branch() was given no branches."],
    [
      "an async branch",
      () => anyWhen(accuracy(), async () => publish()),
      "The function of a branch of when() is async.",
    ],
    [
      "a value",
      () => anyWhen(accuracy(), () => 3),
      "what branch 1 of when() returns is not what steps put out.",
    ],
    [
      "a record and a single output",
      () => anyWhen(accuracy(), both, publish),
      "One branch of when() returns a single output, another one an object of outputs.",
    ],
  ])("refuse %s", async (_what, wire, message) => {
    expect(await messageOf(wire)).toBe(message);
  });

  test("refuse to choose between outputs of before", async () => {
    const message = await messageOf(() => {
      const [one, other] = [publish(), alarm()];
      when(
        accuracy(),
        () => one,
        () => other,
      );
    });
    expect(message).toBe(
      "A branch of when() returns the output of step 'publish', which comes from no step that is called in it.",
    );
  });

  test("refuse what is known while the pipeline is wired", async () => {
    const part = pipeline("part", (_, { words }: { words: Ref<string> }) =>
      when(words, () => say({ words })),
    );
    const message = "what when() looks at is a value written into the pipeline";
    expect(await messageOf(() => part({ words: "a" }))).toContain(message);
    const all = pipeline("all", () => void part({ words: "a" }));
    await expect(all.compile()).rejects.toMatchObject({
      hint: expect.stringContaining("plain `if`"),
    });
  });

  test("refuse the element of a map outside of it", async () => {
    let outside: Ref<string> | undefined;
    const part = pipeline("part", (_, { words }: { words: Ref<string> }) => {
      outside = words;
      return say({ words });
    });
    const message = await messageOf(() => {
      part.map({ words: ["a"] });
      anyWhen(outside, publish);
    });
    expect(message).toContain(
      "what when() looks at is the item 'words' of map 'part' inside of a map",
    );
  });

  test("refuse to be called outside of a pipeline", async () => {
    let ref: Ref<number> | undefined;
    await pipeline("good", () => void (ref = accuracy())).compile();
    expect(() => when(ref as Ref<number>, () => publish())).toThrow(
      "when() was called outside of a pipeline.",
    );
  });
});
