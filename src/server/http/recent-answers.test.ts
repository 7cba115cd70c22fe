import { expect, test } from "vitest";
import { RecentAnswers } from "./recent-answers.js";
import type { WireAnswer } from "./recent-answers.js";

function counting(status = 200): { work: () => Promise<WireAnswer>; count: () => number } {
  let count = 0;
  const work = async () => ({
    status,
    type: "text/plain",
    data: `answer ${(count += 1)}`,
  });
  return { work, count: () => count };
}

test("an answer is forgotten when its time is over", async () => {
  let now = 0;
  const recent = new RecentAnswers({ now: () => now, lifetime: 100 });
  const { work, count } = counting();
  await recent.once("key", "a", work);
  now = 99;
  expect(await recent.once("key", "a", work)).toMatchObject({ status: 200, data: "answer 1" });
  now = 100;
  await recent.once("key", "a", work);
  expect(count()).toBe(2);
});

test("the oldest answers go when there are too many", async () => {
  const recent = new RecentAnswers({ now: () => 0, capacity: 1100 });
  const { work, count } = counting();
  for (const key of ["1", "2", "3"]) await recent.once(key, "a", work);
  await recent.once("3", "a", work);
  expect(count()).toBe(3);
  await recent.once("1", "a", work);
  expect(count()).toBe(4);
});

test("what failed on the server's side may be tried again", async () => {
  const recent = new RecentAnswers({ now: () => 0 });
  const failing = counting(503);
  await recent.once("key", "a", failing.work);
  await recent.once("key", "a", failing.work);
  expect(failing.count()).toBe(2);
  await expect(recent.once("key", "a", () => Promise.reject(new Error("no")))).rejects.toThrow();
  expect((await recent.once("key", "a", counting().work)).data).toBe("answer 1");
});

test("one key for two requests is refused", async () => {
  const recent = new RecentAnswers({ now: () => 0 });
  await recent.once("key", "a", counting().work);
  await expect(recent.once("key", "b", counting().work)).rejects.toMatchObject({
    code: "conflict",
  });
});
