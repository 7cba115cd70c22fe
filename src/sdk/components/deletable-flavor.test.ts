import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSession } from "../session.js";
import type { Session } from "../session.js";
import { deletableFlavor } from "./deletable-flavor.js";

let folder: string;
let session: Session;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zenml-flavor-"));
  session = await openSession({ env: { HOME: folder }, cwd: folder });
  await session.store.flavors.create({
    name: "mine",
    type: "alerter",
    source: "./mine.ts",
    config_schema: { type: "object" },
  });
});
afterEach(async () => {
  await session.close();
  await rm(folder, { recursive: true, force: true });
});

test("a flavor of a person's own is deleted while no component has it", async () => {
  const { store } = session;
  expect(await deletableFlavor(store, "alerter", "mine")).toMatchObject({ source: "./mine.ts" });
  await store.components.create({
    name: "a",
    type: "alerter",
    flavor: "mine",
    configuration: {},
    shared: false,
  });
  await expect(deletableFlavor(store, "alerter", "mine")).rejects.toMatchObject({
    code: "in_use",
    message: "The flavor 'mine' cannot be deleted: alerter 'a' of it is registered.",
  });
});

test("built-in flavors and unknown ones are not deleted", async () => {
  const { store } = session;
  await expect(deletableFlavor(store, "alerter", "slack")).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(deletableFlavor(store, "alerter", "mne")).rejects.toMatchObject({
    code: "flavor_unknown",
    hint: "Did you mean 'mine'?",
  });
  await expect(deletableFlavor(store, "annotator", "mine")).rejects.toMatchObject({
    code: "flavor_unknown",
  });
});
