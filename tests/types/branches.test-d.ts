import { branch, pipeline, step, when } from "../../src/public/index.js";
import type { OptionalRef, Ref } from "../../src/public/index.js";
import { equal, use } from "./equal.js";
import { model, table } from "./fixtures.js";
import type { Model, Table } from "./fixtures.js";

const accuracy = step("accuracy", () => 0.9);
const verdict = step("verdict", (): "good" | "bad" => "good");
const label = step("label", (): string => "cat");
const isNew = step("is_new", () => true);
const text = step("text", () => "published");
const count = step("count", () => 3);
const both = step("both", { outputs: { model, table } }, () => ({
  model: { weights: [] },
  table: { rows: [] },
}));
const only = step("only", { outputs: { model } }, () => ({ model: { weights: [] } }));
const say = step("say", ({ words }: { words: string | number }) => words);

// Both branches return: one Ref of either.
const either = when(
  accuracy(),
  { gt: 0.8 },
  () => text(),
  () => count(),
);
equal<typeof either, Ref<string | number>>(true);
say({ words: either });
const same = when(
  isNew(),
  () => text(),
  () => text(),
);
equal<typeof same, Ref<string>>(true);

// One returns: what takes it is skipped with it.
const maybe = when(isNew(), () => text());
equal<typeof maybe, OptionalRef<string>>(true);
say({ words: maybe });
const other = when(
  isNew(),
  () => {
    text();
  },
  () => count(),
);
equal<typeof other, OptionalRef<number>>(true);
const none = when(isNew(), () => {
  text();
});
equal<typeof none, undefined>(true);

// Records are merged name by name.
const merged = when(
  isNew(),
  () => both(),
  () => only(),
);
equal<typeof merged.model, Ref<Model>>(true);
equal<typeof merged.table, OptionalRef<Table>>(true);

// What may be absent stays so.
const nested = when(
  isNew(),
  () => when(isNew(), () => text()),
  () => count(),
);
equal<typeof nested, OptionalRef<string | number>>(true);

// Conditions fit the value.
when(verdict(), { eq: "good" }, () => text());
when(verdict(), { in: ["good", "bad"] }, () => text());
when(label(), { gte: "a" }, () => text());
when(isNew(), { falsy: true }, () => text());
// @ts-expect-error a value that it never has
when(verdict(), { eq: "so so" }, () => text());
// @ts-expect-error text is no number
when(accuracy(), { gt: "0.8" }, () => text());
// @ts-expect-error truth has no order
when(isNew(), { gt: 1 }, () => text());
// @ts-expect-error a condition that does not exist
when(accuracy(), { above: 1 }, () => text());
// @ts-expect-error a value is no Ref
when(true, () => text());

// A branch for each value.
const judged = branch(verdict(), { good: () => text(), bad: () => count() });
equal<typeof judged, Ref<string | number>>(true);
const partly = branch(verdict(), { good: () => text() });
equal<typeof partly, OptionalRef<string>>(true);
const rest = branch(label(), { cat: () => text(), otherwise: () => count() });
equal<typeof rest, Ref<string | number>>(true);
const open = branch(label(), { cat: () => text(), dog: () => text() });
equal<typeof open, OptionalRef<string>>(true);
// @ts-expect-error a value that it never has
branch(verdict(), { good: () => text(), worse: () => text() });
// @ts-expect-error only texts have branches by name
branch(accuracy(), { 1: () => text() });

// In a map, what is absent is undefined.
const kept = pipeline("kept", (_, { size }: { size: Ref<number> }) =>
  when(isNew(), () => say({ words: size })),
);
const all = kept.map({ size: [1, 2] });
equal<typeof all, Ref<(string | number | undefined)[]>>(true);
use(all);
