import { expect, test } from "vitest";
import type { ZenStore } from "../../../src/store/zen-store.js";
import type { UseStore } from "./place.js";

/** Two people change the same thing at once, each with a session of their own. */
export function renameLaws(use: UseStore): void {
  test("of a component that two rename at once, its stacks have the name that it has", async () => {
    const [one, two] = [await use(), await use()];
    const { id } = await one.components.get("default", { type: "orchestrator" });
    const other = {
      name: "other",
      shared: false,
      components: { orchestrator: { id, name: "default" } },
    };
    await one.stacks.create(other);
    const outcomes = await Promise.allSettled([
      one.components.update(id, { name: "left" }),
      two.components.update(id, { name: "right" }),
    ]);
    expectOneOrBoth(outcomes);
    const { name } = await one.components.get(id);
    expect(["left", "right"]).toContain(name);
    for (const stack of (await two.stacks.list()).items) {
      expect(stack.components.orchestrator).toEqual({ id, name });
    }
  });

  test("of a component and its stack that two rename at once, both are renamed or one is refused", async () => {
    const [one, two] = [await use(), await use()];
    const { id } = await one.components.get("default", { type: "orchestrator" });
    const stack = await one.stacks.get("default");
    const outcomes = await Promise.allSettled([
      one.components.update(id, { name: "renamed" }),
      two.stacks.update(stack.id, { name: "renamed too" }),
    ]);
    expectOneOrBoth(outcomes);
    const [component, after] = [await one.components.get(id), await two.stacks.get(stack.id)];
    expect(after.components.orchestrator).toEqual({ id, name: component.name });
    const [first, second] = outcomes.map(({ status }) => status === "fulfilled");
    expect(component.name).toBe(first === true ? "renamed" : "default");
    expect(after.name).toBe(second === true ? "renamed too" : "default");
  });

  test("of a stack that two rename at once, one name holds", async () => {
    const [one, two] = [await use(), await use()];
    const { id } = await one.stacks.get("default");
    const outcomes = await Promise.allSettled([
      one.stacks.update(id, { name: "left" }),
      two.stacks.update(id, { name: "right" }),
    ]);
    expectOneOrBoth(outcomes);
    const names = (await one.stacks.list()).items.map(({ name }) => name);
    expect(names).toHaveLength(1);
    expect(["left", "right"]).toContain(names[0]);
  });

  test("of two that take one free name at once, the second is refused and keeps its own", async () => {
    const [one, two] = [await use(), await use()];
    const make = (store: ZenStore, name: string) =>
      store.stacks.create({ name, shared: false, components: {} });
    const [a, b] = [await make(one, "a"), await make(two, "b")];
    const outcomes = await Promise.allSettled([
      one.stacks.update(a.id, { name: "wanted" }),
      two.stacks.update(b.id, { name: "wanted" }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = outcomes.find((outcome) => outcome.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "entity_exists" });
    const names = (await one.stacks.list()).items.map(({ name }) => name);
    expect(names.filter((name) => name === "wanted")).toHaveLength(1);
    expect(names).toHaveLength(3);
  });

  test("who expects the state that he read is refused when somebody was quicker", async () => {
    const [one, two] = [await use(), await use()];
    const { id, name } = await one.stacks.get("default");
    const rename = (store: ZenStore, wanted: string) =>
      store.stacks.update(id, { name: wanted }, { expect: { name: [name] } });
    await rename(one, "left");
    await expect(rename(two, "right")).rejects.toMatchObject({
      code: "conflict",
      details: { field: "name", found: "left" },
    });
    expect((await two.stacks.get(id)).name).toBe("left");
  });
}

function expectOneOrBoth(outcomes: readonly PromiseSettledResult<unknown>[]): void {
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused.length).toBeLessThan(outcomes.length);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: "conflict" });
}
