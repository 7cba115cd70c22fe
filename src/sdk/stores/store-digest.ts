// What a store holds, as numbers: how many of each resource, and a hash of all their contents.
import { RESOURCE_NAMES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { canonicalJson, sha256 } from "../../util/content-hash.js";
import type { Entry, EntrySource } from "./entry.js";

export interface ResourceDigest {
  readonly count: number;
  /** Of ids and contents; the order in which they were read makes no difference. */
  readonly sha256: string;
}

export type StoreDigest = Readonly<Record<ResourceName, ResourceDigest>>;

/** What is remembered of an entity. */
export interface Known {
  readonly hash: string;
  readonly name: string;
}

export class Contents {
  readonly #known = new Map<ResourceName, Map<string, Known>>();

  /** The size of what was taken in, in characters. */
  add({ resource, entity }: Entry): number {
    const text = canonicalJson(entity);
    const ids = this.#of(resource);
    ids.set(entity.id, { hash: sha256(text), name: entity.name });
    return text.length;
  }

  find(resource: ResourceName, id: string): Known | undefined {
    return this.#known.get(resource)?.get(id);
  }

  all(resource: ResourceName): ReadonlyMap<string, Known> {
    return this.#of(resource);
  }

  get size(): number {
    return RESOURCE_NAMES.reduce((sum, resource) => sum + this.#of(resource).size, 0);
  }

  digest(): StoreDigest {
    const entries = RESOURCE_NAMES.map((resource) => [resource, this.#digestOf(resource)]);
    // Every resource was asked for.
    return Object.fromEntries(entries) as StoreDigest;
  }

  #digestOf(resource: ResourceName): ResourceDigest {
    const lines = [...this.#of(resource)].map(([id, { hash }]) => `${id} ${hash}\n`).sort();
    return { count: lines.length, sha256: sha256(lines.join("")) };
  }

  #of(resource: ResourceName): Map<string, Known> {
    let ids = this.#known.get(resource);
    if (ids === undefined) this.#known.set(resource, (ids = new Map()));
    return ids;
  }
}

export async function contentsOf(source: EntrySource): Promise<Contents> {
  const contents = new Contents();
  for await (const entry of source.entries()) contents.add(entry);
  return contents;
}

export interface ResourceProof extends ResourceDigest {
  readonly resource: ResourceName;
  readonly is_equal: boolean;
}

/** Resource by resource, whether two stores hold the same. */
export function compareDigests(wanted: StoreDigest, found: StoreDigest): readonly ResourceProof[] {
  return RESOURCE_NAMES.map((resource) => ({
    resource,
    ...found[resource],
    is_equal:
      wanted[resource].count === found[resource].count &&
      wanted[resource].sha256 === found[resource].sha256,
  }));
}
