// Branches that pass on what was there before them, as they run: who takes it is executed if the branch is.
import { expect, test } from "vitest";
import * as z from "zod";
import { pipeline } from "../../sdk/pipeline.js";
import { step } from "../../sdk/step.js";
import { branch, when } from "../../sdk/when.js";
import { testRun } from "./test-run.js";

const says = z.object({ says: z.boolean() });
const flag = step("flag", { params: says }, (_, { params }) => params.says);
const rows = step("rows", () => "rows");
const clean = step("clean", () => "clean");
const upper = step("upper", ({ text }: { text: string }) => text.toUpperCase());
const tell = step("tell", ({ text }: { text: string }) => text);

const flags = z.object({ a: z.boolean(), b: z.boolean() });
type Flags = z.infer<typeof flags>;

const single = pipeline("single", { params: flags }, ({ params }) => {
  const earlier = rows();
  tell({ text: when(flag({}, { params: { says: params.a } }), () => earlier) });
});

const nested = pipeline("nested", { params: flags }, ({ params }) => {
  const earlier = rows();
  const [a, b] = [
    flag({}, { params: { says: params.a } }),
    flag({}, { params: { says: params.b } }),
  ];
  const text = when(a, () =>
    when(
      b,
      () => clean(),
      () => earlier,
    ),
  );
  tell({ text });
});

const looked = pipeline("looked", { params: flags }, ({ params }) => {
  const earlier = rows();
  const a = flag({}, { params: { says: params.a } });
  const b = when(a, () => flag({}, { params: { says: params.b } }));
  const text = when(
    b,
    () => clean(),
    () => earlier,
  );
  tell({ text });
});

const taker = pipeline("taker", { params: flags }, ({ params }) => {
  const earlier = rows();
  const [a, b] = [
    flag({}, { params: { says: params.a } }),
    flag({}, { params: { says: params.b } }),
  ];
  // A step under a condition of its own, but none of the branches that return it.
  const large = upper({ text: when(a, () => earlier) });
  const text = when(
    b,
    () => large,
    () => clean(),
  );
  tell({ text });
});

/** By a and b; null: skipped. */
const CASES = [
  [single, { tt: "rows", tf: "rows", ft: null, ff: null }],
  [nested, { tt: "clean", tf: "rows", ft: null, ff: null }],
  [looked, { tt: "clean", tf: "rows", ft: null, ff: null }],
  [taker, { tt: "ROWS", tf: "clean", ft: null, ff: "clean" }],
] as const;

const runs = CASES.flatMap(([tested, wanted]) =>
  Object.entries(wanted).map(([word, text]) => ({
    tested,
    name: tested.name,
    flags: { a: word.startsWith("t"), b: word.endsWith("t") } satisfies Flags,
    text,
  })),
);

test.each(runs)("$name with $flags gives $text", async ({ tested, flags: params, text }) => {
  const kit = testRun(tested, { params });
  const run = await kit.run();
  expect(run.status).toBe("completed");
  const { status } = run.step("tell");
  expect(status).toBe(text === null ? "skipped" : "completed");
  if (text !== null) expect(await run.step("tell").output()).toBe(text);
  await kit.close();
});

const judge = step(
  "judge",
  { params: z.object({ word: z.string() }) },
  (_, { params }) => params.word,
);
const triage = pipeline("triage", { params: z.object({ word: z.string() }) }, ({ params }) => {
  const earlier = rows();
  const text = branch(judge({}, { params }), {
    good: () => clean(),
    poor: () => earlier,
    bad: () => undefined,
  });
  tell({ text });
});

test.each([
  ["good", "clean"],
  ["poor", "rows"],
  ["bad", undefined],
  ["else", undefined],
])("of several cases, '%s' gives %s", async (word, text) => {
  const kit = testRun(triage, { params: { word } });
  const run = await kit.run();
  expect(run.step("tell").status).toBe(text === undefined ? "skipped" : "completed");
  if (text !== undefined) expect(await run.step("tell").output()).toBe(text);
  await kit.close();
});

test("maps over what a branch passed on are skipped with it", async () => {
  const list = step("list", () => ["x", "y"]);
  const mapped = pipeline("mapped", { params: flags }, ({ params }) => {
    const earlier = list();
    const text = when(flag({}, { params: { says: params.a } }), () => earlier);
    upper.map({ text });
  });
  const kit = testRun(mapped, { params: { a: true, b: true } });
  const taken = await kit.run();
  expect(taken.step("upper[1]").status).toBe("completed");
  const skipped = await kit.run({ params: { a: false, b: true } });
  expect(skipped.step("upper").status).toBe("skipped");
  await kit.close();
});
