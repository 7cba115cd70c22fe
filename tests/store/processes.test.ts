import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { prepareChildren } from "./child.js";
import type { Children } from "./child.js";
import { ON_DISK, eachInFolder } from "./places.js";

const PROCESSES = 8;
const EACH = 200;
let children: Children;

beforeAll(async () => {
  children = await prepareChildren();
});
afterAll(() => children.remove());

async function stackNames(store: ZenStore): Promise<string[]> {
  const names: string[] = [];
  for await (const stack of store.stacks.all({ limit: 1000 })) names.push(stack.name);
  return names;
}

describe.each(ON_DISK)("processes on one store of type $type", ({ type, urlIn }) => {
  const folder = eachInFolder();

  test("that make it together make one set of defaults, and lose nothing of what they write", async () => {
    const url = urlIn(folder());
    const running = Array.from({ length: PROCESSES }, (_, index) =>
      children.start("create", type, url, `process ${index}`, String(EACH)),
    );
    const said = await Promise.all(running.map((child) => child.ended()));
    const created = said.map(([first]) => first as { created: number });
    expect(created.filter(({ created: count }) => count > 0)).toEqual([{ created: 5 }]);
    const { store } = await openStore({ type, url });
    const expected = Array.from({ length: PROCESSES * EACH }, (_, index) => {
      return `process ${Math.floor(index / EACH)} ${index % EACH}`;
    });
    expect((await stackNames(store)).sort()).toEqual([...expected, "default"].sort());
    await store.close();
  });

  test("eight at once that are killed while they write lose nothing that they said", async () => {
    const url = urlIn(folder());
    const running = Array.from({ length: PROCESSES }, (_, index) =>
      children.start("createForever", type, url, `writer ${index}`),
    );
    const said = await Promise.all(
      running.map(async (child) => {
        await child.lines.next();
        const names = [JSON.parse((await child.lines.next()).value ?? "null")];
        child.process.kill("SIGKILL");
        // What it said before it was killed, whether or not somebody has read it yet.
        for await (const line of child.lines) names.push(JSON.parse(line));
        return names;
      }),
    );
    const { store } = await openStore({ type, url });
    expect(await stackNames(store)).toEqual(expect.arrayContaining(said.flat()));
    await store.stacks.create({ name: "after", shared: false, components: {} });
    await store.close();
  });

  test("that are killed while they write lose nothing that they said, and block nobody", async () => {
    const url = urlIn(folder());
    const said = new Set<string>();
    for (let round = 0; round < 5; round++) {
      const child = children.start("createForever", type, url, `round ${round}`);
      await child.lines.next();
      for (let count = 0; count < 3 + round; count++) {
        said.add(JSON.parse((await child.lines.next()).value ?? "null"));
      }
      await child.kill();
      const { store } = await openStore({ type, url });
      await store.stacks.create({ name: `after ${round}`, shared: false, components: {} });
      const names = await stackNames(store);
      expect(names).toEqual(expect.arrayContaining([...said]));
      expect(names).toContain(`after ${round}`);
      await store.close();
    }
  });
});
