// Many values as one artifact: a list of what is recorded of each. Their bytes stay where they are.
import { createHash } from "node:crypto";
import { ZenError } from "../domain/errors.js";
import type { Materializer } from "./materializer.js";
import type { StoredContent } from "./stored-content.js";
import { decodeText, encodeText } from "./text.js";

/**
 * Values that are read when they are asked for, so that however many there are, few are in memory.
 *
 * @example
 * ```ts
 * import type { Collection } from "zenml";
 *
 * export async function total(sizes: Collection<number>): Promise<number> {
 *   let sum = 0;
 *   for await (const size of sizes) sum += size;
 *   return sum / sizes.length;
 * }
 * ```
 */
export interface Collection<out Value> extends AsyncIterable<Value> {
  readonly length: number;
  /** Counts from 0. Errors: `not_found` outside of the collection, `artifact_unreadable`. */
  at(index: number): Promise<Value>;
}

/** One value of a collection: what reading it takes, and the artifact that it is. */
export interface CollectionItem extends StoredContent {
  readonly artifact_id: string;
}

/** The bytes of a collection's artifact. An item that produced nothing is null. */
export interface CollectionContent {
  readonly version: 1;
  /** What its readers get. */
  readonly collect: "array" | "lazy";
  readonly items: readonly (CollectionItem | null)[];
}

export const COLLECTION = "collection";

/** Writes what a map collected; reading takes an artifact store, so `readValue` does it. */
export const collectionContent: Materializer<CollectionContent> = {
  name: COLLECTION,
  media_type: "application/vnd.zenml.collection+json",
  accepts: (value): value is CollectionContent => isContent(value),
  write: (value) => encodeText(JSON.stringify(value)),
  read: async (from) => parseCollection(await from.bytes()),
  describe: ({ items, collect }) => ({
    data_type: describeItems(items),
    metadata: {
      items: items.length,
      missing: items.filter((one) => one === null).length,
      collect,
      items_hash: itemsHash(items),
    },
    preview: `${items.length} items`,
  }),
};

/** Errors: `artifact_unreadable` for bytes that are no collection. */
export function parseCollection(bytes: Uint8Array): CollectionContent {
  const value: unknown = JSON.parse(decodeText(bytes));
  if (isContent(value)) return value;
  throw new ZenError("artifact_unreadable", "its bytes are no collection");
}

/** What readers get: an array of all values, or a collection that reads each when it is asked for. */
export function collectedValue(
  { items, collect }: CollectionContent,
  read: (item: CollectionItem, index: number) => Promise<unknown>,
): Promise<unknown> {
  const lazy = new ReadCollection(items, read);
  return collect === "lazy" ? Promise.resolve(lazy) : toArray(lazy);
}

class ReadCollection implements Collection<unknown> {
  readonly #items: CollectionContent["items"];
  readonly #read: (item: CollectionItem, index: number) => Promise<unknown>;

  constructor(
    items: CollectionContent["items"],
    read: (item: CollectionItem, index: number) => Promise<unknown>,
  ) {
    this.#items = items;
    this.#read = read;
  }

  get length(): number {
    return this.#items.length;
  }

  async at(index: number): Promise<unknown> {
    const item = this.#items[index];
    if (item === null) return undefined;
    if (item !== undefined) return this.#read(item, index);
    throw new ZenError(
      "not_found",
      `The collection has no item ${index}: it has ${this.length} items.`,
      { hint: "Items are counted from 0." },
    );
  }

  async *[Symbol.asyncIterator](): AsyncIterator<unknown> {
    for (let index = 0; index < this.length; index++) yield await this.at(index);
  }
}

async function toArray(values: Collection<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const value of values) all.push(value);
  return all;
}

function itemsHash(items: CollectionContent["items"]): string {
  const hash = createHash("sha256");
  for (const item of items) hash.update(item === null ? "-\n" : `${valueHash(item)}\n`);
  return `sha256:${hash.digest("hex")}`;
}

/** The same for equal values: that of the bytes, or of a collection that of its items, whichever artifacts they are. */
export function valueHash({
  materializer,
  metadata,
  content_hash,
}: Pick<StoredContent, "materializer" | "metadata" | "content_hash">): string {
  const items = materializer === COLLECTION ? metadata["items_hash"] : undefined;
  return typeof items === "string" ? `${items} ${String(metadata["collect"])}` : content_hash;
}

function describeItems(items: CollectionContent["items"]): string {
  const types = new Set(items.flatMap((item) => (item === null ? [] : [item.data_type])));
  const [type] = types;
  return `Collection<${types.size === 1 ? type : "unknown"}>`;
}

function isContent(value: unknown): value is CollectionContent {
  return (
    typeof value === "object" &&
    value !== null &&
    "version" in value &&
    value.version === 1 &&
    "items" in value &&
    Array.isArray(value.items) &&
    "collect" in value &&
    (value.collect === "array" || value.collect === "lazy")
  );
}
