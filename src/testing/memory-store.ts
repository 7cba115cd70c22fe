import { openStore } from "../store/open.js";
import type { ZenStore } from "../store/zen-store.js";
import type { FakeClock } from "./fake-clock.js";

export interface MemoryStoreOptions {
  /** Default: the real time. */
  readonly clock?: FakeClock | undefined;
  /** Default: random ids. */
  readonly newId?: (() => string) | undefined;
}

/** A store of its own that is gone with the process: a user, a project and a stack, all named `default`. */
export async function memoryStore({ clock, newId }: MemoryStoreOptions = {}): Promise<ZenStore> {
  const opened = await openStore({
    type: "memory",
    url: "memory:",
    ...(clock === undefined ? {} : { now: clock.now }),
    ...(newId === undefined ? {} : { newId }),
  });
  return opened.store;
}
