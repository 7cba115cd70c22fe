// What another process does to a store; bundled and started by child.ts. Answers in lines of JSON.
import { setTimeout as pause } from "node:timers/promises";
import { openStore } from "../../src/store/open.js";
import type { ZenStore } from "../../src/store/zen-store.js";

type Task = (store: ZenStore, ...args: readonly string[]) => Promise<void>;

const NOBODY = 65_534;
const [task = "", type = "", url = "", ...rest] = process.argv.slice(2);

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

const TASKS: Readonly<Record<string, Task>> = {
  /** Makes stacks one after the other. */
  create: async (store, prefix = "", count = "0") => {
    for (let index = 0; index < Number(count); index++) {
      await store.stacks.create({ name: `${prefix} ${index}`, shared: false, components: {} });
    }
  },
  /** Makes stacks until it is killed, and says each that is kept. */
  createForever: async (store, prefix = "") => {
    for (let index = 0; ; index++) {
      const name = `${prefix} ${index}`;
      await store.stacks.create({ name, shared: false, components: {} });
      say(name);
    }
  },
  /** As a user who may write nothing: reads, then tries to write. */
  readOnly: async (store) => {
    const names = (await store.stacks.list()).items.map(({ name }) => name);
    const attempt = store.stacks.create({ name: "new", shared: false, components: {} });
    say({ names, error: await attempt.then(() => null, describe) });
  },
};

function describe(error: unknown): { code: unknown; message: string } {
  if (!(error instanceof Error)) return { code: null, message: String(error) };
  return { code: "code" in error ? error.code : null, message: error.message };
}

async function main(): Promise<void> {
  const run = TASKS[task];
  if (run === undefined || (type !== "local" && type !== "sql")) throw new Error("no such task");
  if (task === "readOnly" && process.getuid?.() === 0) {
    process.setgid?.(NOBODY);
    process.setuid?.(NOBODY);
  }
  const { store, created } = await openStore({ type, url });
  say({ created: created.length });
  await run(store, ...rest);
  await store.close();
  await pause(0);
}

await main();
