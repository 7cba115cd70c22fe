import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { Outage } from "./outage.js";

test("who asks again is told in the end, however long each attempt takes", async () => {
  const outage = new Outage(5);
  let attempt = 0;
  do {
    attempt += 1;
    await pause(10);
  } while (attempt < 100 && (await outage.wait(attempt)));
  expect(attempt).toBeLessThan(10);
});

test("who comes later is told at once while the server is away", async () => {
  const outage = new Outage(60_000);
  expect(await outage.wait(1)).toBe(true);
  const short = new Outage(0);
  for (const attempt of [1, 2]) expect(await short.wait(attempt)).toBe(true);
  await pause(2);
  expect(await short.wait(3)).toBe(false);
});

test("an answer ends it", async () => {
  const outage = new Outage(5);
  expect(await outage.wait(1)).toBe(true);
  await pause(10);
  outage.end();
  expect(await outage.wait(3)).toBe(true);
});
