import { expect, test } from "vitest";
import type { Change } from "../../domain/change.js";
import { Journal } from "./journal.js";

const change = (id: string): Change => ({ op: "delete", resource: "run", id });
const idsOf = (changes: readonly Change[]) => changes.map((one) => ("id" in one ? one.id : ""));

function recordingStore() {
  const commits: string[][] = [];
  return {
    commits,
    commit: async (changes: readonly Change[]) => void commits.push(idsOf(changes)),
  };
}

test("a commit takes along what was noted before it, in order", async () => {
  const store = recordingStore();
  const journal = new Journal(store);
  journal.later([change("a")]);
  journal.later([change("b")]);
  await journal.commit([change("c")]);
  expect(store.commits).toEqual([["a", "b", "c"]]);
});

test("what nobody commits is committed at close", async () => {
  const store = recordingStore();
  const journal = new Journal(store, { delay: 60_000 });
  journal.later([change("a")]);
  await journal.close();
  expect(store.commits).toEqual([["a"]]);
});

test("what waits is committed by itself once there is enough of it", async () => {
  const store = recordingStore();
  const journal = new Journal(store, { limit: 2, delay: 60_000 });
  journal.later([change("a")]);
  journal.later([change("b")]);
  expect(store.commits).toEqual([["a", "b"]]);
});

test("a failed commit is thrown by it and again at close", async () => {
  const journal = new Journal({ commit: () => Promise.reject(new Error("disk full")) });
  await expect(journal.commit([change("a")])).rejects.toThrow("disk full");
  await expect(journal.close()).rejects.toThrow("disk full");
});

test("a failed commit in the background is thrown by the next one", async () => {
  let calls = 0;
  const commit = () => (calls++ === 0 ? Promise.reject(new Error("disk full")) : Promise.resolve());
  const journal = new Journal({ commit }, { limit: 1 });
  journal.later([change("a")]);
  await expect(journal.commit([change("b")])).rejects.toThrow("disk full");
});

test("a change that still waits can be taken back, one that was sent cannot", async () => {
  const store = recordingStore();
  const journal = new Journal(store);
  const [first, second] = [change("a"), change("b")];
  journal.later([first]);
  journal.later([second]);
  expect(journal.withdraw(first)).toBe(true);
  await journal.commit([]);
  expect(journal.withdraw(second)).toBe(false);
  expect(store.commits).toEqual([["b"]]);
});
