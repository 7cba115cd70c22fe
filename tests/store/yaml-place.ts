// A store of files in a folder of its own, for each test.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../src/store/open.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { eachInFolder } from "./places.js";

export interface Opened {
  readonly store: ZenStore;
  readonly warnings: string[];
}

export function yamlPlace() {
  const folder = eachInFolder();
  const root = (): string => join(folder(), "store");
  const open = async (): Promise<Opened> => {
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    const { store } = await openStore({ type: "local", url: root(), onWarning });
    return { store, warnings };
  };
  /** Makes a stack, and names its file. */
  const withStack = async (name: string): Promise<string> => {
    const { store } = await open();
    const { id } = await store.stacks.create({ name, shared: false, components: {} });
    await store.close();
    const file = readdirSync(join(root(), "stacks")).find((one) => one.includes(id.slice(0, 8)));
    return join(root(), "stacks", file ?? "");
  };
  return { folder, root, open, withStack };
}

export async function stackNames(store: ZenStore): Promise<string[]> {
  return (await store.stacks.list()).items.map(({ name }) => name);
}
