import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { localArtifactStore } from "./artifact-store.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-adopt-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function given(bytes: Uint8Array, name = "given.bin"): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

test("a file is moved to the place of its hash, where nobody may write to it", async () => {
  const store = localArtifactStore({ root: join(folder, "store") });
  const bytes = randomBytes(9_000_001);
  const path = given(bytes);
  const { ino } = statSync(path);
  const stored = await store.adopt?.(path);
  const digest = createHash("sha256").update(bytes).digest("hex");
  expect(stored).toMatchObject({ content_hash: `sha256:${digest}`, size: bytes.length });
  const found = statSync(store.localPath?.(stored?.path ?? "") ?? "");
  expect(found.ino).toBe(ino);
  expect(found.mode & 0o222).toBe(0);
  expect(existsSync(path)).toBe(false);
  expect(Buffer.from(await store.read(stored?.path ?? "")).equals(bytes)).toBe(true);
});

test("what is stored already is not stored twice, and the file is gone all the same", async () => {
  const store = localArtifactStore({ root: join(folder, "store") });
  const first = await store.write(Buffer.from("the same"));
  const path = given(Buffer.from("the same"));
  expect(await store.adopt?.(path)).toEqual(first);
  expect(existsSync(path)).toBe(false);
});

test("an empty file is content too", async () => {
  const store = localArtifactStore({ root: join(folder, "store") });
  const stored = await store.adopt?.(given(new Uint8Array()));
  expect(await store.read(stored?.path ?? "")).toHaveLength(0);
});

test("a file that is not taken stays where it is", async () => {
  const store = localArtifactStore({ root: join(folder, "store") });
  const path = given(Buffer.from("mine"));
  await expect(store.adopt?.(path, AbortSignal.abort())).rejects.toThrow();
  expect(existsSync(path)).toBe(true);
});
