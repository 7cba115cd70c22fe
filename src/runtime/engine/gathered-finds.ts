// Looks up together what is asked for at the same time, as by the items of a map.
import type { CacheHit, CacheQuery } from "./cache-lookup.js";

interface Lookup {
  findMany(queries: readonly CacheQuery[]): Promise<ReadonlyMap<string, CacheHit>>;
}

interface Asked {
  readonly query: CacheQuery;
  readonly resolve: (hit: CacheHit | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export class GatheredFinds {
  readonly #lookup: Lookup;
  #asked: Asked[] = [];

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  find(query: CacheQuery): Promise<CacheHit | undefined> {
    return new Promise((resolve, reject) => {
      // After everything that is ready to go on has gone on.
      if (this.#asked.length === 0) process.nextTick(() => void this.#answer());
      this.#asked.push({ query, resolve, reject });
    });
  }

  async #answer(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      const hits = await this.#lookup.findMany(asked.map(({ query }) => query));
      for (const { query, resolve } of asked) resolve(hits.get(query.key));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
