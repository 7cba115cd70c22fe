// What the items of a map have put out, by output and position, until the last of them has ended: then as
// the contents of one artifact for each output.
import { createHash } from "node:crypto";
import { valueHash } from "../../artifacts/collection.js";
import type { CollectionContent, CollectionItem } from "../../artifacts/collection.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { GraphMap } from "../../domain/graph.js";
import type { ListedArtifact } from "./cache-lookup.js";
import type { Frame } from "./frame.js";
import { readFields } from "./input-content.js";

type Collected = Artifact | ListedArtifact | undefined;
export type ReadArtifacts = (ids: readonly string[]) => Promise<ReadonlyMap<string, Artifact>>;

export class CollectedOutputs {
  readonly #map: GraphMap;
  readonly #lists: ReadonlyMap<string, Collected[]>;

  constructor(map: GraphMap) {
    this.#map = map;
    this.#lists = new Map(Object.keys(map.outputs).map((output) => [output, []]));
  }

  /** Takes what an item that has ended put out. */
  take(frame: Frame, index: number): void {
    for (const [output, list] of this.#lists) {
      const from = this.#map.outputs[output];
      const found = from === undefined ? "nothing" : frame.find(from);
      list[index] = typeof found === "object" && "artifact" in found ? found.artifact : undefined;
    }
  }

  /** The same when every item put out the same values as before. */
  key(length: number): string {
    const hash = createHash("sha256").update(`${this.#map.collect} ${length}\n`);
    for (const [output, list] of this.#lists) {
      hash.update(`${output}\n`);
      for (let index = 0; index < length; index++) hash.update(`${hashOf(list[index])}\n`);
    }
    return `map:${hash.digest("hex")}`;
  }

  async *contents(
    length: number,
    read: ReadArtifacts,
  ): AsyncGenerator<{ readonly output: string; readonly content: CollectionContent }> {
    for (const [output, list] of this.#lists) {
      const items = await collectionItems(list, length, read);
      yield { output, content: { version: 1, collect: this.#map.collect, items } };
    }
  }
}

function hashOf(artifact: Collected): string {
  return artifact === undefined ? "-" : valueHash(artifact);
}

/** Values that came from the cache are known without their bytes; small ones are read now. */
async function collectionItems(
  list: readonly Collected[],
  length: number,
  readArtifacts: ReadArtifacts,
): Promise<(CollectionItem | null)[]> {
  const bare = list.filter((one) => one !== undefined && !("inline" in one) && one.path === null);
  const read = await readArtifacts(bare.flatMap((one) => one?.id ?? []));
  return Array.from({ length }, (_none, index) => {
    const artifact = list[index];
    if (artifact === undefined) return null;
    const known = "inline" in artifact ? artifact : (read.get(artifact.id) ?? artifact);
    return { artifact_id: artifact.id, ...readFields(known), preview: null };
  });
}
