// What must hold when writing goes wrong: the error says what to do, and nothing half-written stays.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, open, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { localArtifactStore } from "./artifact-store.js";
import { BLOCK } from "./blocks.js";
import type { OpenFile } from "./temporary-file.js";

const MIB = 1024 * 1024;
let folder = "";
let root = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zenml-faults-"));
  root = join(folder, "artifacts");
});
afterEach(() => rm(folder, { recursive: true }));

async function filesLeft(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** A disk with room for so many bytes, which takes a part of the block that does not fit. */
function diskWith(room: number): OpenFile {
  let free = room;
  return async (path, flags, mode) => {
    const handle = await open(path, flags, mode);
    return {
      datasync: () => handle.datasync(),
      close: () => handle.close(),
      write: async (block, offset, length) => {
        if (free === 0) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
        const fits = Math.min(length, free);
        free -= fits;
        return handle.write(block, offset, fits);
      },
    };
  };
}

describe("a full disk", () => {
  test("is disk_full with what was needed, and leaves nothing", async () => {
    const store = localArtifactStore({ root, openFile: diskWith(BLOCK + 10) });
    await expect(store.write(randomBytes(2 * BLOCK))).rejects.toMatchObject({
      code: "disk_full",
      message: expect.stringContaining("8.4 MB needed"),
      details: { root, needed: 2 * BLOCK },
    });
    expect(await filesLeft()).toEqual([]);
  });

  test("is disk_full for a stream too, whose length nobody knows", async () => {
    const store = localArtifactStore({ root, openFile: diskWith(10) });
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield randomBytes(MIB);
    }
    await expect(store.write(endless())).rejects.toMatchObject({
      code: "disk_full",
      details: { needed: null },
    });
    expect(await filesLeft()).toEqual([]);
  });

  test("that takes blocks in parts loses no byte of them", async () => {
    const slow: OpenFile = async (path, flags, mode) => {
      const handle = await open(path, flags, mode);
      return {
        datasync: () => handle.datasync(),
        close: () => handle.close(),
        write: (block, offset, length) => handle.write(block, offset, Math.min(length, 700_001)),
      };
    };
    const store = localArtifactStore({ root, openFile: slow });
    const bytes = randomBytes(BLOCK + 3);
    const { path } = await store.write(bytes);
    expect(bytes.equals(await store.read(path))).toBe(true);
  });
});

// Only root may mount; the same is tested without a mount above.
if (isMountable()) {
  test("a real disk of 1 MiB that is full is disk_full, and usable again", async () => {
    await mkdir(root);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", root]);
    try {
      const store = localArtifactStore({ root });
      await expect(store.write(randomBytes(2 * MIB))).rejects.toMatchObject({
        code: "disk_full",
        message: expect.stringMatching(/2\.1 MB needed, 1\.0 MB free/),
      });
      expect(await filesLeft()).toEqual([]);
      const { path } = await store.write(Buffer.from("small"));
      expect(Buffer.from(await store.read(path)).toString()).toBe("small");
    } finally {
      execFileSync("umount", [root]);
    }
  });
}

describe("an abort", () => {
  test("in the middle of a stream rejects with its reason and leaves nothing", async () => {
    const controller = new AbortController();
    async function* source(): AsyncGenerator<Uint8Array> {
      yield randomBytes(2 * MIB);
      controller.abort(new Error("cancelled"));
      yield randomBytes(2 * MIB);
    }
    const store = localArtifactStore({ root });
    await expect(store.write(source(), controller.signal)).rejects.toThrow("cancelled");
    expect(await filesLeft()).toEqual([]);
  });

  test("ends a write whose source is silent, and tells the source", async () => {
    const controller = new AbortController();
    let told = false;
    const silent: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          setImmediate(() => controller.abort(new Error("cancelled")));
          return new Promise(() => undefined);
        },
        return: () => {
          told = true;
          return new Promise(() => undefined);
        },
      }),
    };
    const store = localArtifactStore({ root });
    await expect(store.write(silent, controller.signal)).rejects.toThrow("cancelled");
    expect(told).toBe(true);
    expect(await filesLeft()).toEqual([]);
  });

  test("between two blocks of bytes rejects and leaves nothing", async () => {
    const controller = new AbortController();
    const openFile: OpenFile = async (path, flags, mode) => {
      const handle = await open(path, flags, mode);
      return {
        datasync: () => handle.datasync(),
        close: () => handle.close(),
        write: (block, offset, length) => {
          controller.abort(new Error("cancelled"));
          return handle.write(block, offset, length);
        },
      };
    };
    const store = localArtifactStore({ root, openFile });
    const written = store.write(randomBytes(2 * BLOCK), controller.signal);
    await expect(written).rejects.toThrow("cancelled");
    expect(await filesLeft()).toEqual([]);
  });

  test("before the write begins makes no folder", async () => {
    const store = localArtifactStore({ root });
    const written = store.write(Buffer.from("x"), AbortSignal.abort(new Error("cancelled")));
    await expect(written).rejects.toThrow("cancelled");
    await expect(readdir(root)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("a source that fails", () => {
  test("rejects with its own error and leaves nothing", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield randomBytes(MIB + 1);
      throw Object.assign(new Error("the source is full"), { code: "ENOSPC" });
    }
    const store = localArtifactStore({ root });
    await expect(store.write(failing())).rejects.toThrow("the source is full");
    await expect(store.write(failing(), new AbortController().signal)).rejects.toThrow(
      "the source is full",
    );
    expect(await filesLeft()).toEqual([]);
  });
});

describe("a folder that may not be written to", () => {
  test.skipIf(process.getuid?.() === 0)("is store_read_only (not as root)", async () => {
    await mkdir(root);
    await chmod(root, 0o555);
    const store = localArtifactStore({ root });
    await expect(store.write(Buffer.from("x"))).rejects.toMatchObject({ code: "store_read_only" });
  });

  test("is store_read_only with the folder named", async () => {
    const openFile: OpenFile = async () => {
      throw Object.assign(new Error("read-only file system"), { code: "EROFS" });
    };
    const store = localArtifactStore({ root, openFile });
    await expect(store.write(Buffer.from("x"))).rejects.toMatchObject({
      code: "store_read_only",
      message: `The artifact store '${root}' cannot be written to.`,
    });
  });
});

function isMountable(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("unshare", ["--mount", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
