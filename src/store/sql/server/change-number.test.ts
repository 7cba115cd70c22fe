import { expect, test } from "vitest";
import { askedTogether } from "./asked-together.js";
import { ChangeCount } from "./change-number.js";

const seen = (count: ChangeCount, number: number) => count.see(async () => number);

test("what others changed is told from what was changed here", async () => {
  const count = new ChangeCount();
  expect(await seen(count, 7)).toEqual({ own: 0, others: 7 });
  count.begin();
  count.end(true);
  expect(await seen(count, 8)).toEqual({ own: 1, others: 7 });
  expect(await seen(count, 9)).toEqual({ own: 1, others: 8 });
});

test("a transaction that was not kept counts for nobody", async () => {
  const count = new ChangeCount();
  count.begin();
  count.end(false);
  expect(await seen(count, 1)).toEqual({ own: 0, others: 1 });
});

test("while a change is open each number is another version, and whose it is is told afterwards", async () => {
  const count = new ChangeCount();
  await seen(count, 5);
  count.begin();
  expect(await seen(count, 6)).toEqual({ own: 1, others: 5 });
  expect(await seen(count, 7)).toEqual({ own: 2, others: 5 });
  count.end(true);
  expect(await seen(count, 7)).toEqual({ own: 1, others: 6 });
});

test("a number that was overtaken on its way changes nothing", async () => {
  const count = new ChangeCount();
  const newest = await seen(count, 5);
  expect(await seen(count, 3)).toEqual(newest);
});

test("who asks while an answer is on its way gets one that was asked for later", async () => {
  const answers: (() => void)[] = [];
  let asked = 0;
  const ask = askedTogether(async () => {
    const number = (asked += 1);
    await new Promise<void>((resolve) => answers.push(resolve));
    return number;
  });
  const first = ask();
  await Promise.resolve();
  const others = [ask(), ask(), ask()];
  answers.shift()?.();
  expect(await first).toBe(1);
  await Promise.resolve();
  answers.shift()?.();
  expect(await Promise.all(others)).toEqual([2, 2, 2]);
});

test("a question that failed is in nobody's way", async () => {
  let asked = 0;
  const ask = askedTogether(async () => {
    if ((asked += 1) === 1) throw new Error("away");
    return asked;
  });
  await expect(ask()).rejects.toThrow("away");
  expect(await ask()).toBe(2);
});
