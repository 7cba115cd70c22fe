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

test("a commit does not wait for company, and what waits keeps waiting", async () => {
  const store = recordingStore();
  const journal = new Journal(store, { delay: 60_000 });
  journal.later([change("a")]);
  await journal.commit([change("b")]);
  expect(store.commits).toEqual([["b"]]);
  await journal.end([]);
  expect(store.commits).toEqual([["b"], ["a"]]);
});

test("what nobody commits is committed as one with the end", async () => {
  const store = recordingStore();
  const journal = new Journal(store, { delay: 60_000 });
  journal.later([change("a")]);
  await journal.end([change("end")]);
  expect(store.commits).toEqual([["a", "end"]]);
});

test("what waits is committed by itself once there is enough of it", async () => {
  const store = recordingStore();
  const journal = new Journal(store, { limit: 2, delay: 60_000 });
  journal.later([change("a")]);
  journal.later([change("b")]);
  expect(store.commits).toEqual([["a", "b"]]);
});

test("after a failed commit there is no end", async () => {
  let calls = 0;
  const commit = () => (calls++ === 0 ? Promise.reject(new Error("disk full")) : Promise.resolve());
  const journal = new Journal({ commit });
  await expect(journal.commit([change("a")])).rejects.toThrow("disk full");
  await expect(journal.end([change("end")])).rejects.toThrow("disk full");
  expect(calls).toBe(1);
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
  const journal = new Journal(store, { limit: 2, delay: 60_000 });
  const [first, second, third] = [change("a"), change("b"), change("c")];
  journal.later([first]);
  expect(journal.withdraw(first)).toBe(true);
  journal.later([second]);
  journal.later([third]);
  expect(journal.withdraw(second)).toBe(false);
  expect(store.commits).toEqual([["b", "c"]]);
});

test("what was noted by one call is said to belong together", async () => {
  const parts: (readonly string[])[] = [];
  const journal = new Journal(
    {
      commit: async (_changes, options) => void parts.push(...(options?.parts ?? []).map(idsOf)),
    },
    { delay: 60_000 },
  );
  journal.later([change("a"), change("output of a")]);
  journal.later([change("b")]);
  await journal.end([change("end")]);
  expect(parts).toEqual([["a", "output of a"], ["b"], ["end"]]);
});
