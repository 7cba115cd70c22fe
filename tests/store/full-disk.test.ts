// A real disk that is full under a store, and has room again. Only root may mount one; what a full disk does to
// SQLite is tested without it in damaged-database.test.ts.
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { ON_DISK, eachInFolder } from "./places.js";

const MOST = 5000;

/** Makes stacks until one is refused. */
async function createUntilRefused(
  store: ZenStore,
): Promise<{ readonly kept: readonly string[]; readonly error: unknown }> {
  const kept: string[] = [];
  while (kept.length < MOST) {
    const name = `stack ${kept.length}`;
    try {
      await store.stacks.create({ name, shared: false, components: {} });
    } catch (error) {
      return { kept, error };
    }
    kept.push(name);
  }
  throw new Error("the disk is not full");
}

async function namesIn(store: ZenStore): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of store.stacks.all({ limit: 1000 })) names.push(name);
  return names.filter((name) => name !== "default").toSorted();
}

function fill(file: string): void {
  const handle = openSync(file, "w");
  try {
    for (const block = Buffer.alloc(4096); ;) writeSync(handle, block);
  } catch (error) {
    expect(error).toMatchObject({ code: "ENOSPC" });
  } finally {
    closeSync(handle);
  }
}

if (isMountable()) {
  describe.each(ON_DISK)("a store of type $type on a disk that is full", ({ type, urlIn }) => {
    const folder = eachInFolder();
    let disk = "";

    beforeEach(() => {
      disk = join(folder(), "disk");
      mkdirSync(disk);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]);
    });
    // Lazily: a closed database of SQLite's package stays open until it is collected.
    afterEach(() => execFileSync("umount", ["--lazy", disk]));

    test("names the place, keeps what it said, reads on, and takes changes again", async () => {
      const url = urlIn(disk);
      const { store } = await openStore({ type, url });
      await store.stacks.create({ name: "before", shared: false, components: {} });
      fill(join(disk, "filler"));
      const { kept, error } = await createUntilRefused(store);
      expect(error).toMatchObject({
        code: "disk_full",
        message: expect.stringContaining(disk),
        hint: expect.stringContaining("Free some space"),
      });
      const { store: other } = await openStore({ type, url });
      const known = ["before", ...kept].toSorted();
      for (const one of [store, other]) expect(await namesIn(one)).toEqual(known);
      await other.close();

      rmSync(join(disk, "filler"));
      await store.stacks.create({ name: "after", shared: false, components: {} });
      await store.close();
      const { store: again } = await openStore({ type, url });
      expect(await namesIn(again)).toEqual(["after", ...known].toSorted());
      await again.close();
      const files = readdirSync(disk, { recursive: true, encoding: "utf8" });
      expect(files.filter((file) => file.endsWith(".tmp"))).toEqual([]);
    });
  });
}

function isMountable(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("unshare", ["--mount", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
