import { existsSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ArtifactStore } from "../../../artifacts/artifact-store.js";
import type { Change } from "../../../domain/change.js";
import type { Component } from "../../../domain/entities/component.js";
import { localArtifactStore } from "../../../integrations/local/artifact-store.js";
import type { ZenStore } from "../../../store/zen-store.js";
import { openPlace } from "../artifacts.fixture.js";
import type { ArtifactsPlace } from "../artifacts.fixture.js";
import { parseAge } from "./parse-age.js";
import { pruneArtifacts } from "./prune-artifacts.js";
import type { PruneOptions, PrunePlace } from "./prune-artifacts.js";

let place: ArtifactsPlace;
let store: ZenStore;
let root: string;
let component: Component;

beforeEach(async () => {
  place = await openPlace();
  ({ store } = place.session);
  component = await store.components.get("default", { type: "artifact_store" });
  root = join(place.session.localFolder, "local_stores", component.id);
});
afterEach(() => place.close());

const bytes = () => localArtifactStore({ root });
const HOUR = 60 * 60_000;

/** Content that was written an hour ago. */
async function stored(text: string) {
  const written = await bytes().write(new TextEncoder().encode(text));
  const then = new Date(Date.now() - HOUR);
  utimesSync(join(root, written.path), then, then);
  return { ...written, artifact_store_id: component.id };
}

const prune = (options?: PruneOptions, change: Partial<PrunePlace> = {}) =>
  pruneArtifacts(
    {
      store,
      artifactStore: async () => bytes(),
      localFolder: place.session.localFolder,
      openComponent: async () => bytes(),
      now: () => Date.now(),
      ...change,
    },
    options,
  );

const isThere = async (id: string) => (await store.artifacts.find(id)) !== undefined;

/** A run that is deleted, and what it had made. */
async function orphan(name: string, text = name) {
  const run = await place.history.run(name);
  const made = await place.history.made(run, { name: "train" }, await stored(text));
  await store.runs.delete(run.id);
  return made.artifact;
}

test("what a deleted run made goes, with its bytes; what another run made stays", async () => {
  const gone = await orphan("old");
  const run = await place.history.run("new");
  const kept = await place.history.made(run, { name: "train" }, await stored("new"));
  expect(await prune({ dryRun: true })).toMatchObject({ artifacts: 1, files: 1, bytes: 3 });
  expect(await isThere(gone.id)).toBe(true);
  expect(await prune()).toMatchObject({ dry_run: false, artifacts: 1, files: 1, bytes: 3 });
  expect(await isThere(gone.id)).toBe(false);
  expect(existsSync(join(root, gone.path ?? ""))).toBe(false);
  expect(await isThere(kept.artifact.id)).toBe(true);
  expect(existsSync(join(root, kept.artifact.path ?? ""))).toBe(true);
  expect(await prune()).toMatchObject({ artifacts: 0, files: 0 });
});

test("a version, a tag, a cached step, an input and a collection keep what they lead to", async () => {
  const { history, client } = place;
  const [version, tag, cached, input, item] = [
    await orphan("a"),
    await orphan("b"),
    await orphan("c"),
    await orphan("d"),
    await orphan("e"),
  ];
  await client.artifacts.register("kept", { artifact: version.id });
  await client.artifacts.tag(tag.id, ["kept"]);
  const run = await history.run("new");
  await history.step(run, { name: "one", status: "cached", outputs: { output: cached.id } });
  await history.step(run, { name: "two", inputs: { rows: input.id } });
  const inline = JSON.stringify({
    ...{ version: 1, collect: "lazy" },
    items: [{ ...item, artifact_id: item.id }, null],
  });
  const collection = await history.artifact("all", { materializer: "collection", inline });
  await client.artifacts.tag(collection.id, ["all"]);
  expect(await prune()).toMatchObject({ artifacts: 0, files: 0 });
  await client.artifacts.untag(collection.id, ["all"]);
  expect(await prune()).toMatchObject({ artifacts: 2, files: 1 });
});

test("bytes that another artifact has too stay", async () => {
  await orphan("old", "same");
  const run = await place.history.run("new");
  const kept = await place.history.made(run, { name: "train" }, await stored("same"));
  expect(await prune()).toMatchObject({ artifacts: 1, files: 0 });
  expect(existsSync(join(root, kept.artifact.path ?? ""))).toBe(true);
});

test("bytes that were just written, or written again, are about to get a record", async () => {
  const [fresh, again] = [await bytes().write(Buffer.from("fresh")), await stored("again")];
  await bytes().write(Buffer.from("again"));
  expect(await prune()).toMatchObject({ files: 0 });
  expect([fresh, again].every(({ path }) => existsSync(join(root, path)))).toBe(true);
});

test("only what is older than asked goes", async () => {
  await orphan("old");
  expect(await prune({ olderThan: 24 * HOUR })).toMatchObject({ artifacts: 0, files: 0 });
});

test("while a run is under way, what it may be about to use stays; a dead one is no reason", async () => {
  const gone = await orphan("old");
  const lease = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const run = await place.history.run("now", {
    ...{ status: "running", started: lease(-90), lease_expires: lease(1) },
  });
  const loose = await stored("loose");
  expect(await prune()).toMatchObject({ artifacts: 0, files: 0, waiting_for: ["now"] });
  expect(existsSync(join(root, loose.path))).toBe(true);
  expect(await isThere(gone.id)).toBe(true);
  await store.runs.update(run.id, { lease_expires: lease(-10) });
  expect(await prune()).toMatchObject({ artifacts: 1, files: 2, waiting_for: [] });
});

test("bytes in a folder that others may use stay, unless asked for", async () => {
  const gone = await orphan("old");
  const elsewhere = { localFolder: join(place.folder, "elsewhere") };
  expect(await prune({}, elsewhere)).toMatchObject({ artifacts: 1, files: 0, shared: ["default"] });
  expect(existsSync(join(root, gone.path ?? ""))).toBe(true);
  expect(await prune({ shared: true }, elsewhere)).toMatchObject({ files: 1, shared: [] });
});

test("a crash at any point loses nothing that lives, and the next prune ends it", async () => {
  const run = await place.history.run("kept");
  const kept = await place.history.made(run, { name: "train" }, await stored("kept"));
  for (let calls = 0; calls < 6; calls += 1) {
    for (const name of ["x", "y", "z"]) await orphan(`${name}${calls}`);
    await prune({}, crashingAfter(calls)).catch((error: unknown) => {
      expect(error).toMatchObject({ message: "crashed" });
    });
    // A record without its bytes would be lost data.
    for await (const { path } of store.artifacts.all()) {
      if (path !== null) expect(existsSync(join(root, path))).toBe(true);
    }
  }
  await prune();
  expect((await store.artifacts.list()).items.map(({ id }) => id)).toEqual([kept.artifact.id]);
  const left: string[] = [];
  for await (const { path } of bytes().list?.() ?? []) left.push(path);
  expect(left).toEqual([kept.artifact.path]);
});

/** Throws before the call with this number of those that delete something. */
function crashingAfter(calls: number): Partial<PrunePlace> {
  let count = 0;
  const step = () => {
    if (count++ === calls) throw new Error("crashed");
  };
  const inner = bytes();
  const failing: ArtifactStore = {
    write: (content) => inner.write(content),
    read: (path) => inner.read(path),
    stream: (path) => inner.stream(path),
    exists: (path) => inner.exists(path),
    localPath: (path) => inner.localPath?.(path) ?? "",
    list: () => inner.list?.() ?? none(),
    remove: async (path, after) => {
      step();
      return (await inner.remove?.(path, after)) ?? false;
    },
  };
  const commit = async (changes: readonly Change[]) => {
    step();
    await store.commit(changes.slice(0, 1));
    step();
    await store.commit(changes.slice(1));
  };
  return { store: { ...store, commit }, openComponent: async () => failing };
}

async function* none(): AsyncGenerator<never> {}

test.for([
  ["30d", 30 * 24 * HOUR],
  ["12h", 12 * HOUR],
  ["45m", 0.75 * HOUR],
  ["2w", 14 * 24 * HOUR],
] as const)("'%s' is an age", ([text, age]) => {
  expect(parseAge(text)).toBe(age);
});

test.for(["", "30", "d", "-1d", "1y", "1d2h"])("'%s' is none", (text) => {
  expect(() => parseAge(text)).toThrow("is no age");
});
