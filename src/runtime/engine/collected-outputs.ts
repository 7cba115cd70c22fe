// What the items of a map have put out, by output and position, until the last of them has ended: then as
// the contents of one artifact for each output.
import { createHash } from "node:crypto";
import { valueHash } from "../../artifacts/collection.js";
import type { CollectionContent, CollectionItem } from "../../artifacts/collection.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { GraphMap } from "../../domain/graph.js";
import type { Summary } from "../../domain/resources.js";
import type { ListedArtifact } from "./cache-lookup.js";
import type { Frame } from "./frame.js";
import { readFields } from "./input-content.js";

type Collected = Artifact | ListedArtifact | undefined;
/** What an earlier execution of the run recorded: read when all of them are. */
interface Unread {
  readonly step: string;
  readonly unread: string;
}
export type ReadArtifacts = (ids: readonly string[]) => Promise<ReadonlyMap<string, Artifact>>;

export class CollectedOutputs {
  readonly #map: GraphMap;
  readonly #lists: ReadonlyMap<string, (Collected | Unread)[]>;

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

  /** Takes what the step that is all of an item put out before the run went on. */
  takeRestored({ name, outputs }: Summary<"step">, index: number): void {
    for (const [output, list] of this.#lists) {
      const from = this.#map.outputs[output];
      const unread = from !== undefined && "step" in from ? outputs[from.output] : undefined;
      list[index] = unread === undefined ? undefined : { step: name, unread };
    }
  }

  /** The names of the steps whose outputs were deleted since; what comes later needs that there are none. */
  async readRestored(readArtifacts: ReadArtifacts): Promise<readonly string[]> {
    const gone: string[] = [];
    for (const list of this.#lists.values()) {
      const read = await readArtifacts(list.flatMap((one) => (isUnread(one) ? [one.unread] : [])));
      for (const [index, one] of list.entries()) {
        if (!isUnread(one)) continue;
        list[index] = read.get(one.unread);
        if (list[index] === undefined) gone.push(one.step);
      }
    }
    return gone;
  }

  /** The same when every item put out the same values as before. */
  key(length: number): string {
    const hash = createHash("sha256").update(`${this.#map.collect} ${length}\n`);
    for (const [output, list] of this.#lists) {
      hash.update(`${output}\n`);
      for (let index = 0; index < length; index++)
        hash.update(`${hashOf(artifactIn(list[index]))}\n`);
    }
    return `map:${hash.digest("hex")}`;
  }

  async *contents(
    length: number,
    read: ReadArtifacts,
  ): AsyncGenerator<{ readonly output: string; readonly content: CollectionContent }> {
    for (const [output, list] of this.#lists) {
      const items = await collectionItems(list.map(artifactIn), length, read);
      yield { output, content: { version: 1, collect: this.#map.collect, items } };
    }
  }
}

function isUnread(one: Collected | Unread): one is Unread {
  return one !== undefined && "unread" in one;
}

function artifactIn(one: Collected | Unread): Collected {
  return isUnread(one) ? undefined : one;
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
