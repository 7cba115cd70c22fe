import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { localArtifactStore } from "../integrations/local/artifact-store.js";
import type { ArtifactStore } from "./artifact-store.js";
import { collectionContent, valueHash } from "./collection.js";
import type { Collection, CollectionContent, CollectionItem } from "./collection.js";
import { readValue } from "./read-value.js";
import type { StoredContent } from "./stored-content.js";
import { writeValue } from "./write-value.js";

let folder: string;
let store: ArtifactStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zenml-collection-"));
  store = localArtifactStore({ root: folder });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PLACE = { step: "map", output: "output" };

async function itemOf(value: unknown, index: number): Promise<CollectionItem> {
  return { ...(await writeValue(value, { ...PLACE, store })), artifact_id: `id ${index}` };
}

async function written(
  values: readonly unknown[],
  collect: CollectionContent["collect"],
): Promise<StoredContent> {
  const items = await Promise.all(
    values.map(async (value, index) => (value === undefined ? null : itemOf(value, index))),
  );
  return writeValue(
    { version: 1, collect, items },
    { ...PLACE, store, materializer: collectionContent },
  );
}

test("an array of values of any type comes back, with nothing where nothing was", async () => {
  const values = [1, new Date(0), undefined, new Float64Array(2000).fill(0.5), "text"];
  const content = await written(values, "array");
  expect(await readValue(content, { store })).toEqual(values);
  expect(content).toMatchObject({
    data_type: "Collection<unknown>",
    preview: "5 items",
    metadata: { items: 5, missing: 1 },
  });
});

test("collections of equal values are equal, whichever artifacts their items are", async () => {
  const item = await itemOf("a", 0);
  const hashes = await Promise.all(
    [item, { ...item, artifact_id: "another" }, await itemOf("b", 0)].map(async (one) => {
      const value = { version: 1, collect: "array", items: [one] } as const;
      return valueHash(
        await writeValue(value, { ...PLACE, store, materializer: collectionContent }),
      );
    }),
  );
  expect(hashes[1]).toBe(hashes[0]);
  expect(hashes[2]).not.toBe(hashes[0]);
});

test("a lazy collection reads what is asked for, and no more", async () => {
  const content = await written(["a", new Uint8Array([1, 2, 3]), "c"], "lazy");
  const lazy = (await readValue(content, { store })) as Collection<unknown>;
  await rm(folder, { recursive: true });
  expect(lazy.length).toBe(3);
  expect(await lazy.at(2)).toBe("c");
  await expect(lazy.at(1)).rejects.toMatchObject({ code: "artifact_unreadable" });
  await expect(lazy.at(3)).rejects.toMatchObject({ code: "not_found" });
});

test("a collection of collections is an array of arrays", async () => {
  const inner = await Promise.all([["a", "b"], []].map((values) => written(values, "array")));
  const items = inner.map((content, index) => ({ ...content, artifact_id: `id ${index}` }));
  const outer = await writeValue(
    { version: 1, collect: "array", items },
    { ...PLACE, store, materializer: collectionContent },
  );
  expect(await readValue(outer, { store })).toEqual([["a", "b"], []]);
});

test("an item whose bytes were changed is named", async () => {
  const item = { ...(await itemOf("a", 0)), inline: '"b"' };
  const content = await writeValue(
    { version: 1, collect: "array", items: [item] },
    { ...PLACE, store, materializer: collectionContent },
  );
  await expect(readValue(content, { store, label: "'output' of step 'map'" })).rejects.toThrow(
    "item 0 of 'output' of step 'map'",
  );
});
