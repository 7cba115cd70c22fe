import { expect, test } from "vitest";
import type { Change } from "../../domain/change.js";
import { CommitQueue } from "./commit-queue.js";

const MEGABYTE = "x".repeat(1024 * 1024);
const change = (name: string, text = ""): Change => ({
  op: "update",
  resource: "step",
  id: name,
  set: { metadata: { text } },
});
const idsOf = (changes: readonly Change[]) => changes.map((one) => ("id" in one ? one.id : ""));

function recorder(refused = "") {
  const sent: string[][] = [];
  const queue = new CommitQueue(async ({ changes, text }) => {
    expect(JSON.parse(text)).toEqual({ changes });
    const ids = idsOf(changes);
    if (ids.includes(refused)) throw new Error("refused");
    sent.push(ids);
  });
  return { sent, queue };
}

const parts = Array.from({ length: 12 }, (_, index) => [
  change(`step ${index}`, MEGABYTE),
  change(`outputs ${index}`),
]);

test("more than a request holds goes in order, what belongs together in one", async () => {
  const { sent, queue } = recorder();
  await queue.add(parts.flat(), parts);
  expect(sent).toEqual(parts.map(idsOf));
});

test("nothing is sent after a part that was refused", async () => {
  const { sent, queue } = recorder("step 3");
  await expect(queue.add(parts.flat(), parts)).rejects.toThrow("refused");
  expect(sent).toHaveLength(3);
});

test("what one request holds is one, whatever its parts", async () => {
  const { sent, queue } = recorder();
  const small = [[change("a")], [change("b")]];
  await queue.add(small.flat(), small);
  expect(sent).toEqual([["a", "b"]]);
});
