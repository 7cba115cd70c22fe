import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../src/store/open.js";

test("a database whose folder is deleted while it is in use says so at the next sync", async () => {
  const folder = await mkdtemp(join(tmpdir(), "zenml-gone-"));
  const { store } = await openStore({ type: "sql", url: `sqlite:///${join(folder, "store.db")}` });
  await store.pipelines.create({
    name: "p",
    version: 1,
    spec_hash: "a",
    description: null,
    graph: {
      version: 1,
      name: "p",
      description: null,
      params: {},
      enable_cache: true,
      settings: {},
      extra: {},
      steps: [],
    },
  });
  await rm(folder, { recursive: true });
  await expect(store.sync()).rejects.toMatchObject({
    code: "store_unreachable",
    message: expect.stringContaining("was deleted while it was in use"),
  });
  await store.close().catch(() => undefined);
});
