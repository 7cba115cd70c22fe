import { expect, test } from "vitest";
import { walkDag } from "./walk-dag.js";
import type { DagNode } from "./walk-dag.js";

/** A generator of numbers from 0 to 1 that is the same each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function randomGraph(random: () => number, size: number): DagNode[] {
  return Array.from({ length: size }, (_none, index) => ({
    name: `n${index}`,
    upstream: Array.from({ length: index }, (_one, before) => `n${before}`).filter(
      () => random() < 0.2,
    ),
  }));
}

test("in any graph each node is started once, after all before it, and only those behind a failed one are left", async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = chance(seed);
    const nodes = randomGraph(random, 20);
    const failing = new Set(nodes.filter(() => random() < 0.15).map(({ name }) => name));
    const done = new Set<string>();
    const started: string[] = [];
    let underWay = 0;
    const left = await walkDag({
      nodes,
      limit: 3,
      isHalted: () => false,
      execute: async (name) => {
        expect(
          nodes.find((node) => node.name === name)?.upstream.every((one) => done.has(one)),
        ).toBe(true);
        started.push(name);
        underWay += 1;
        expect(underWay).toBeLessThanOrEqual(3);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        if (!failing.has(name)) done.add(name);
        return !failing.has(name);
      },
    });
    expect(new Set(started).size).toBe(started.length);
    expect([...started, ...left].sort()).toEqual(nodes.map(({ name }) => name).sort());
    const blocked = new Set(left);
    for (const { name, upstream } of nodes) {
      const isBehind = upstream.some((one) => blocked.has(one) || failing.has(one));
      expect(blocked.has(name)).toBe(isBehind);
    }
  }
});

test("once it is halted nothing more is started", async () => {
  let isHalted = false;
  const started: string[] = [];
  const left = await walkDag({
    nodes: ["a", "b", "c"].map((name) => ({ name, upstream: [] })),
    limit: 1,
    isHalted: () => isHalted,
    execute: async (name) => {
      started.push(name);
      isHalted = true;
      return true;
    },
  });
  expect({ started, left }).toEqual({ started: ["a"], left: ["b", "c"] });
});

test("what is no node of the walk is not waited for", async () => {
  const nodes = [{ name: "a", upstream: ["elsewhere"] }];
  const walk = { nodes, limit: 1, isHalted: () => false, execute: async () => true };
  expect(await walkDag(walk)).toEqual([]);
});

test("an execution that rejects ends the walk with its error", async () => {
  const execute = () => Promise.reject(new Error("no store"));
  const nodes = [{ name: "a", upstream: [] }];
  await expect(walkDag({ nodes, limit: 1, isHalted: () => false, execute })).rejects.toThrow(
    "no store",
  );
});
