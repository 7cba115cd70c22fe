import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import type { ArtifactStore } from "../artifacts/artifact-store.js";
import type { Open, TestFunction } from "./suite.js";

const MEGABYTE = 1024 * 1024;
const UNREADABLE = { code: "artifact_unreadable" };

type Law = (open: Open<ArtifactStore>) => Promise<void>;

const LAWS: Readonly<Record<string, Law>> = {
  "bytes come back as they were, with their hash and size": async (open) => {
    const store = await open();
    const bytes = text("penguins");
    const stored = await store.write(bytes);
    assert.equal(stored.content_hash, hashOf(bytes));
    assert.equal(stored.size, bytes.length);
    assertBytes(plain(await store.read(stored.path)), bytes);
    assert.equal(await store.exists(stored.path), true);
  },
  "no bytes at all are a content too": async (open) => {
    const store = await open();
    const stored = await store.write(new Uint8Array());
    assert.equal(stored.size, 0);
    assert.equal((await store.read(stored.path)).length, 0);
    assert.equal((await all(store.stream(stored.path))).length, 0);
  },
  "a stream of chunks is the same content as its bytes at once": async (open) => {
    const store = await open();
    const bytes = new Uint8Array(randomBytes(3 * MEGABYTE + 11));
    const cuts = [0, 1, 1, 500, MEGABYTE, 2 * MEGABYTE + 7, bytes.length];
    const chunks = cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
    const streamed = await store.write(chunksOf(chunks));
    assert.deepEqual(streamed, await store.write(bytes));
    assertBytes(await all(store.stream(streamed.path)), bytes);
  },
  "a source may use the same memory for each chunk": async (open) => {
    const store = await open();
    const memory = new Uint8Array(1000);
    const source = async function* () {
      for (const value of [1, 2, 3]) yield memory.fill(value);
    };
    const { path } = await store.write(source());
    const parts = [1, 2, 3].map((value) => new Uint8Array(1000).fill(value));
    assertBytes(plain(await store.read(path)), joined(parts));
  },
  "the same bytes have one place, others another": async (open) => {
    const store = await open();
    const first = await store.write(text("same"));
    assert.deepEqual(await store.write(text("same")), first);
    const other = await store.write(text("other"));
    assert.notEqual(other.path, first.path);
    assertBytes(plain(await store.read(first.path)), text("same"));
  },
  "many may write the same bytes at once": async (open) => {
    const store = await open();
    const bytes = new Uint8Array(randomBytes(MEGABYTE));
    const writers = Array.from({ length: 8 }, () => store.write(chunksOf([bytes])));
    const places = new Set((await Promise.all(writers)).map(({ path }) => path));
    assert.equal(places.size, 1);
    for (const path of places) assertBytes(plain(await store.read(path)), bytes);
  },
  "a range gives its bytes, without the one at its end": async (open) => {
    const store = await open();
    const { path } = await store.write(text("0123456789"));
    assertBytes(await all(store.stream(path, { start: 2, end: 5 })), text("234"));
    assertBytes(await all(store.stream(path, { start: 0, end: 10 })), text("0123456789"));
    assert.equal((await all(store.stream(path, { start: 4, end: 4 }))).length, 0);
  },
  "what was never written is not there, and is artifact_unreadable": async (open) => {
    const [elsewhere, store] = [await open(), await open()];
    const { path } = await elsewhere.write(randomBytes(64));
    assert.equal(await store.exists(path), false);
    await assert.rejects(async () => store.read(path), UNREADABLE);
    await assert.rejects(() => all(store.stream(path)), UNREADABLE);
  },
  "a source that fails leaves nothing to be read": async (open) => {
    const [elsewhere, store] = [await open(), await open()];
    const half = text("half of it");
    const failing = async function* () {
      yield half;
      throw new Error("the source broke");
    };
    await assert.rejects(store.write(failing()), /the source broke/);
    assert.equal(await store.exists((await elsewhere.write(half)).path), false);
  },
  "a write that is called off rejects and leaves nothing to be read": async (open) => {
    const [elsewhere, store] = [await open(), await open()];
    const controller = new AbortController();
    const source = async function* () {
      yield text("begun");
      controller.abort(new Error("called off"));
      yield text(", never ended");
    };
    await assert.rejects(store.write(source(), controller.signal), /called off/);
    const { path } = await elsewhere.write(text("begun, never ended"));
    assert.equal(await store.exists(path), false);
  },
  "paths that lead elsewhere are refused": async (open) => {
    const store = await open();
    for (const path of ["", "../secret", "/etc/passwd", "a/../../secret"]) {
      await assert.rejects(async () => store.read(path), UNREADABLE, `read '${path}'`);
      await assert.rejects(async () => all(store.stream(path)), UNREADABLE, `stream '${path}'`);
    }
  },
};

/** A difference of long contents is told by length: newer versions of Node compare them for minutes. */
function assertBytes(given: Uint8Array, expected: Uint8Array): void {
  const isSame = Buffer.from(given).equals(expected);
  assert.ok(isSame, `got ${given.length} bytes that are not the ${expected.length} expected ones`);
}

/**
 * What every artifact store must do, a test each.
 *
 * @param open an artifact store that holds nothing; two opened in one test share nothing
 */
export function testArtifactStore(test: TestFunction, open: Open<ArtifactStore>): void {
  for (const [name, law] of Object.entries(LAWS)) test(`artifact store: ${name}`, () => law(open));
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function hashOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Of one class, so that only the bytes are compared. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return plain(Buffer.concat(parts));
}

async function all(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(plain(chunk));
  return joined(chunks);
}

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
