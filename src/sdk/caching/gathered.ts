/** Reads together what is asked for at the same time, and each thing once. */
export class Gathered<Value> {
  readonly #load: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  readonly #most: number;
  readonly #known = new Map<string, Promise<Value | undefined>>();
  #next:
    { readonly keys: string[]; readonly found: Promise<ReadonlyMap<string, Value>> } | undefined;

  /** `most`: how many keys are asked for at once. */
  constructor(
    load: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
    most: number,
  ) {
    this.#load = load;
    this.#most = most;
  }

  /** What was read otherwise is not asked for. */
  know(key: string, value: Value): void {
    this.#known.set(key, Promise.resolve(value));
  }

  get(key: string): Promise<Value | undefined> {
    let value = this.#known.get(key);
    if (value === undefined) {
      value = this.#ask(key);
      this.#known.set(key, value);
    }
    return value;
  }

  async #ask(key: string): Promise<Value | undefined> {
    if (this.#next === undefined || this.#next.keys.length >= this.#most) {
      const keys: string[] = [];
      this.#next = { keys, found: this.#soon(keys) };
    }
    const { keys, found } = this.#next;
    keys.push(key);
    return (await found).get(key);
  }

  /** After everything that is ready to go on has gone on. */
  async #soon(keys: readonly string[]): Promise<ReadonlyMap<string, Value>> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#next?.keys === keys) this.#next = undefined;
    return this.#load(keys);
  }
}
