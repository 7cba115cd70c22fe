import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../store/open.js";
import { registerPipeline } from "./register-pipeline.js";

const graph = (name: string) => ({
  ...{ version: 1 as const, name, description: null, params: {}, enable_cache: true },
  ...{ settings: {}, extra: {}, steps: [] },
});

test("who registers one spec at the same time gets one version, and another spec the next", async () => {
  const folder = await mkdtemp(join(tmpdir(), "zenml-register-"));
  const url = `sqlite:///${join(folder, "zenml.db")}`;
  const opened = [await openStore({ type: "sql", url }), await openStore({ type: "sql", url })];
  try {
    const register = (spec_hash: string) =>
      Promise.all(
        opened.flatMap(({ store }) =>
          [1, 2, 3].map(() => registerPipeline(store, { graph: graph("training"), spec_hash })),
        ),
      );
    const first = await register("a");
    expect(new Set(first.map(({ id }) => id)).size).toBe(1);
    expect(first.filter(({ isNew }) => isNew)).toHaveLength(1);
    const second = await register("b");
    expect(new Set(second.map(({ version }) => version))).toEqual(new Set([2]));
    expect((await register("a"))[0]).toMatchObject({ version: 1, isNew: false });
  } finally {
    for (const { store } of opened) await store.close();
    await rm(folder, { recursive: true, force: true });
  }
});
