import { createHash, randomBytes } from "node:crypto";
import { execFile } from "node:child_process";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { localArtifactStore } from "./artifact-store.js";
import { BLOCK } from "./blocks.js";
import { leftoverPrefix } from "./leftovers.js";

let root = "";
let store: ArtifactStore;

beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), "zenml-store-")), "artifacts");
  store = localArtifactStore({ root });
});
afterEach(() => rm(join(root, ".."), { recursive: true }));

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function all(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* chunksOf(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** Every file below the store, relative to it. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

describe("writing", () => {
  test("bytes lie under the path of their hash, and come back", async () => {
    const digest = sha256(Buffer.from("penguins"));
    const stored = await store.write(Buffer.from("penguins"));
    expect(stored).toEqual({
      path: `sha256/${digest.slice(0, 2)}/${digest.slice(2)}`,
      content_hash: `sha256:${digest}`,
      size: 8,
    });
    expect(Buffer.from(await store.read(stored.path)).toString()).toBe("penguins");
    expect(await filesIn(root)).toEqual([stored.path]);
  });

  test("nothing is made before the first write", async () => {
    await expect(readdir(root)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await store.exists(`sha256/aa/${"0".repeat(62)}`)).toBe(false);
  });

  test.each([0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7])(
    "%d bytes come back, at once and as a stream",
    async (size) => {
      const bytes = randomBytes(size);
      const stored = await store.write(bytes);
      expect(stored).toMatchObject({ size, content_hash: `sha256:${sha256(bytes)}` });
      expect(bytes.equals(await store.read(stored.path))).toBe(true);
      expect(bytes.equals(await all(store.stream(stored.path)))).toBe(true);
    },
  );

  test("a stream of chunks of all sizes is one content, the same as the bytes at once", async () => {
    const bytes = randomBytes(3 * BLOCK + 11);
    const cuts = [0, 1, 1, 130, 5000, 1_048_000, 1_050_000, 1_050_010, 9_000_000, bytes.length];
    const chunks = cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
    const streamed = await store.write(chunksOf(...chunks));
    expect(streamed).toEqual(await store.write(bytes));
    expect(bytes.equals(await store.read(streamed.path))).toBe(true);
  });

  test("a source may fill the same memory again for each chunk", async () => {
    const memory = Buffer.alloc(2 * 1024 * 1024);
    async function* refilled(): AsyncGenerator<Uint8Array> {
      for (const letter of "abc") yield memory.fill(letter);
    }
    const { content_hash } = await store.write(refilled());
    const expected = Buffer.concat([..."abc"].map((letter) => Buffer.alloc(memory.length, letter)));
    expect(content_hash).toBe(`sha256:${sha256(expected)}`);
  });

  test("content that is there is not written again", async () => {
    const large = randomBytes(BLOCK + 1);
    for (const bytes of [Buffer.from("same"), large]) {
      const { path } = await store.write(bytes);
      const before = await stat(join(root, path));
      await store.write(bytes);
      await store.write(chunksOf(bytes));
      const after = await stat(join(root, path));
      expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
    }
  });

  test("a file that was cut off is replaced by the next write of its content", async () => {
    const { path } = await store.write(Buffer.from("whole"));
    await chmod(join(root, path), 0o644);
    await truncate(join(root, path), 2);
    await store.write(Buffer.from("whole"));
    expect(Buffer.from(await store.read(path)).toString()).toBe("whole");
  });

  test("eight writers of the same bytes at once leave one file and nothing else", async () => {
    const bytes = randomBytes(2 * BLOCK);
    const stores = Array.from({ length: 8 }, () => localArtifactStore({ root }));
    const stored = await Promise.all(stores.map((one) => one.write(chunksOf(bytes))));
    expect(new Set(stored.map(({ path }) => path)).size).toBe(1);
    expect(await filesIn(root)).toEqual([stored[0]?.path]);
    expect(bytes.equals(await store.read(stored[0]?.path ?? ""))).toBe(true);
  });

  test("what is stored may not be written to", async () => {
    const { path } = await store.write(Buffer.from("fixed"));
    expect((await stat(join(root, path))).mode & 0o222).toBe(0);
  });
});

describe("reading", () => {
  test("a range gives those bytes", async () => {
    const { path } = await store.write(Buffer.from("0123456789"));
    expect((await all(store.stream(path, { start: 2, end: 5 }))).toString()).toBe("234");
    expect((await all(store.stream(path, { start: 10, end: 10 }))).length).toBe(0);
  });

  test("bytes come in memory of their own, not in a shared pool", async () => {
    const { path } = await store.write(Buffer.from("own"));
    expect((await store.read(path)).buffer.byteLength).toBe(3);
  });

  test("a file that is missing, cut off or changed is artifact_unreadable, in each way to read", async () => {
    const unreadable = { code: "artifact_unreadable" };
    const damages = [
      (path: string) => rm(path),
      (path: string) => truncate(path, 3),
      (path: string) => writeFile(path, "0123x"),
    ];
    for (const damage of damages) {
      const { path } = await store.write(Buffer.from("01234"));
      await chmod(join(root, path), 0o644);
      await damage(join(root, path));
      await expect(store.read(path)).rejects.toMatchObject(unreadable);
      await expect(all(store.stream(path))).rejects.toMatchObject(unreadable);
      await rm(join(root, path), { force: true });
    }
    const { path } = await store.write(Buffer.from("01234"));
    const beyond = all(store.stream(path, { start: 0, end: 6 }));
    await expect(beyond).rejects.toMatchObject(unreadable);
  });

  test.each([
    "",
    "../secret",
    "/etc/passwd",
    `sha256/../${"0".repeat(62)}`,
    `sha256/AA/${"0".repeat(62)}`,
    `sha256/aa/${"0".repeat(61)}/`,
    `sha256/aa/${"0".repeat(62)}\n`,
    `sha256\\aa\\${"0".repeat(62)}`,
  ])("the path %j is refused everywhere", async (path) => {
    const refused = { code: "artifact_unreadable" };
    await expect(store.read(path)).rejects.toMatchObject(refused);
    await expect(all(store.stream(path))).rejects.toMatchObject(refused);
    await expect(store.exists(path)).rejects.toMatchObject(refused);
    expect(() => store.localPath?.(path)).toThrow(expect.objectContaining(refused));
  });

  test("a symbolic link inside the store is not followed out of it", async () => {
    const outside = join(root, "..", "secret");
    await writeFile(outside, "secret");
    const digest = sha256(Buffer.from("secret"));
    const path = `sha256/${digest.slice(0, 2)}/${digest.slice(2)}`;
    await mkdir(join(root, path, ".."), { recursive: true });
    await symlink(outside, join(root, path));
    await expect(store.read(path)).rejects.toMatchObject({
      code: "artifact_unreadable",
      message: expect.stringContaining("leads out of the artifact store"),
    });
    await expect(all(store.stream(path))).rejects.toMatchObject({ code: "artifact_unreadable" });
  });

  test("a store that itself lies behind a symbolic link works", async () => {
    await mkdir(root);
    await symlink(root, `${root}-link`);
    const linked = localArtifactStore({ root: `${root}-link` });
    const { path } = await linked.write(Buffer.from("linked"));
    expect(Buffer.from(await linked.read(path)).toString()).toBe("linked");
  });

  test("localPath is the real place of the bytes", async () => {
    const { path } = await store.write(Buffer.from("here"));
    expect((await stat(store.localPath?.(path) ?? "")).size).toBe(4);
    expect(await store.exists(path)).toBe(true);
  });
});

describe("temporary files of others", () => {
  async function deadProcess(): Promise<number> {
    const { stdout } = await promisify(execFile)(process.execPath, ["-p", "process.pid"]);
    return Number(stdout);
  }

  async function leftover(name: string, ageInHours: number): Promise<string> {
    await mkdir(join(root, "tmp"), { recursive: true });
    const path = join(root, "tmp", name);
    await writeFile(path, "half");
    const time = Date.now() / 1000 - ageInHours * 3600;
    await utimes(path, time, time);
    return name;
  }

  test("are removed when their process is dead or they are a day old, and kept otherwise", async () => {
    const host = sha256(Buffer.from(hostname())).slice(0, 8);
    const dead = await deadProcess();
    await leftover(`${host}.${dead}.a`, 1);
    await leftover(`00000000.1.b`, 25);
    await leftover("unknown", 25);
    const kept = [
      await leftover(`${host}.${dead}.fresh`, 0),
      await leftover(`${host}.${process.ppid}.alive`, 1),
      await leftover("00000000.1.elsewhere", 1),
      await leftover(`${leftoverPrefix()}own`, 48),
    ];
    await store.write(Buffer.from("next"));
    expect((await readdir(join(root, "tmp"))).toSorted()).toEqual(kept.toSorted());
  });
});
