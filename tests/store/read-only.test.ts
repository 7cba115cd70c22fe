import { chmodSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepareChildren } from "./child.js";
import type { Children } from "./child.js";
import { ON_DISK, eachInFolder } from "./places.js";

let children: Children;
beforeAll(async () => {
  children = await prepareChildren();
});
afterAll(() => children.remove());

/** Everybody may read, nobody may write. Who may do so anyway gives that up first: see child-main.ts. */
function forbidWriting(path: string): void {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path)) forbidWriting(join(path, name));
    chmodSync(path, 0o555);
  } else chmodSync(path, 0o444);
}

function allowWriting(path: string): void {
  chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
  if (!statSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) allowWriting(join(path, name));
}

describe.each(ON_DISK)("a store of type $type that cannot be written", ({ type, urlIn }) => {
  const folder = eachInFolder();

  test.skipIf(process.platform === "win32")(
    "is read all the same, and a change is refused with the file's name",
    async () => {
      const url = urlIn(folder());
      await children.start("create", type, url, "mine", "1").ended();
      forbidWriting(folder());
      try {
        const [, answer] = await children.start("readOnly", type, url).ended();
        expect(answer).toEqual({
          names: ["default", "mine 0"],
          error: {
            code: "store_read_only",
            message: expect.stringContaining(dirname(join(folder(), "x"))),
          },
        });
      } finally {
        allowWriting(folder());
      }
    },
  );
});
