import { expect, test } from "vitest";
import type { Asker } from "../auth/asker.js";
import { KeptAnswers } from "./kept-answers.js";
import type { WireAnswer } from "./recent-answers.js";

const ASKER: Asker = { user_id: "ada", user_name: "ada", role: "editor" };
const PATH = "/api/v2/projects/default/stacks";
const NOW = { own: 1, others: 1 };

function answer(data: string, status = 200): WireAnswer {
  return { status, type: "application/json", data };
}

/** Asked for twice, as what is kept has to be. */
function keep(kept: KeptAnswers, path: string, made: WireAnswer): void {
  for (const _ of [1, 2]) kept.keep(ASKER, path, NOW, made);
}

test("what was asked for once is not kept", () => {
  const kept = new KeptAnswers();
  kept.keep(ASKER, PATH, NOW, answer("one"));
  expect(kept.find(ASKER, PATH, NOW)).toBeUndefined();
  kept.keep(ASKER, PATH, NOW, answer("one"));
  expect(kept.find(ASKER, PATH, NOW)?.data).toBe("one");
});

test("an answer is given again while nothing was changed, here or elsewhere", () => {
  const kept = new KeptAnswers();
  keep(kept, PATH, answer("one"));
  expect(kept.find(ASKER, PATH, { ...NOW })?.data).toBe("one");
  expect(kept.find(ASKER, PATH, { own: 2, others: 1 })).toBeUndefined();
  expect(kept.find(ASKER, PATH, { own: 1, others: 2 })).toBeUndefined();
  expect(kept.find(ASKER, `${PATH}?limit=1`, NOW)).toBeUndefined();
});

test("it is for the one who asked, as he was then", () => {
  const kept = new KeptAnswers();
  keep(kept, PATH, answer("one"));
  expect(kept.find({ ...ASKER, user_id: "bob" }, PATH, NOW)).toBeUndefined();
  // With other rights now, perhaps.
  expect(kept.find({ ...ASKER }, PATH, NOW)).toBeUndefined();
});

test("refusals and what is very large are not kept, and the oldest leave when it is too much", () => {
  const kept = new KeptAnswers();
  keep(kept, "/refused", answer("no", 404));
  keep(kept, "/large", answer("x".repeat(300_000)));
  for (const path of ["/refused", "/large"]) expect(kept.find(ASKER, path, NOW)).toBeUndefined();
  const large = answer("x".repeat(250_000));
  for (let index = 0; index < 40; index += 1) keep(kept, `/${index}`, large);
  expect(kept.find(ASKER, "/0", NOW)).toBeUndefined();
  expect(kept.find(ASKER, "/39", NOW)).toBe(large);
});
