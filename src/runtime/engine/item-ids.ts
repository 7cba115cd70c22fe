// Ids of what a map's items write. They lie side by side: a store that keeps rows in the order of their
// ids fills one page after the other, instead of touching one anywhere for each row.

/** Of a UUID, what is the same in all ids of one run: all but the last group. */
const SHARED = 24;
const LAST_GROUP = 12;

export class ItemIds {
  readonly #newId: () => string;
  #shared: string | undefined;
  #count = 0;

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  next(): string {
    this.#shared ??= this.#newId().slice(0, SHARED);
    this.#count += 1;
    return this.#shared + this.#count.toString(16).padStart(LAST_GROUP, "0");
  }
}
