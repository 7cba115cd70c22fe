// Writers that go on whatever happens to the database under them, and what they were told.
import type { Change } from "../../src/domain/change.js";
import type { Summary } from "../../src/domain/resources.js";
import type { Selection, StoreDriver } from "../../src/store/driver.js";

export interface Load {
  /** Names of what was acknowledged. */
  readonly kept: ReadonlySet<string>;
  /** Names of what was refused, each with its error. */
  readonly refused: ReadonlyMap<string, unknown>;
  /** Once so many more were acknowledged. */
  more(count: number): Promise<void>;
  /** Ends when every writer has been answered. */
  stop(): Promise<void>;
}

/** Each writer makes users, one after the other. */
export function startLoad(driver: StoreDriver, writers: number): Load {
  const kept = new Set<string>();
  const refused = new Map<string, unknown>();
  const waiting = new Set<() => void>();
  let isStopped = false;
  const work = async (writer: number): Promise<void> => {
    for (let index = 0; !isStopped; index++) {
      const name = `user ${writer} ${index}`;
      await driver.write([makeUser(name)]).then(
        () => kept.add(name),
        (error: unknown) => refused.set(name, error),
      );
      for (const look of waiting) look();
      // Refusals may come at once: everything else has its turn too.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const all = Promise.all(Array.from({ length: writers }, (_, writer) => work(writer)));
  return {
    kept,
    refused,
    more: (count) => {
      const wanted = kept.size + count;
      return new Promise((resolve) => {
        const look = (): void => {
          if (kept.size < wanted) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
      });
    },
    stop: async () => {
      isStopped = true;
      await all;
    },
  };
}

export function makeUser(name: string): Change {
  const created = new Date().toISOString();
  return {
    op: "create",
    resource: "user",
    entity: { id: crypto.randomUUID(), created, updated: created, name },
  };
}

/** Every name that the store has, as often as it has it. */
export async function namesIn(driver: StoreDriver): Promise<readonly string[]> {
  const names: string[] = [];
  const sort = { field: "name", direction: "asc" } as const;
  let after: Selection["after"] = null;
  for (;;) {
    const rows: readonly Summary<"user">[] = await driver.select("user", {
      filters: [],
      sort,
      limit: 1000,
      after,
    });
    names.push(...rows.map(({ name }) => name));
    const last = rows.at(-1);
    if (last === undefined || rows.length < 1000) return names;
    after = { value: last.name, id: last.id };
  }
}
