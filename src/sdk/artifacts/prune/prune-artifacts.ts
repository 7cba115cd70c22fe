// Deletes artifacts that nothing leads to, then the bytes that no record refers to any more.
import { sep } from "node:path";
import type { ArtifactStore } from "../../../artifacts/artifact-store.js";
import type { Change } from "../../../domain/change.js";
import type { Component } from "../../../domain/entities/component.js";
import { isZenError } from "../../../domain/errors.js";
import type { ZenStore } from "../../../store/zen-store.js";
import type { ArtifactPlace } from "../collection-items.js";
import { liveRuns } from "./live-runs.js";
import { referredBy, sweepBytes } from "./sweep-bytes.js";
import { unreachable } from "./unreachable.js";
import type { ListedArtifact } from "./unreachable.js";

export interface PruneOptions {
  /** Milliseconds that an artifact must be old; default 0. */
  readonly olderThan?: number | undefined;
  readonly dryRun?: boolean | undefined;
  /** Also bytes in folders that a person chose, which other profiles may use. */
  readonly shared?: boolean | undefined;
}

export interface PrunePlace extends ArtifactPlace {
  readonly localFolder: string;
  openComponent(component: Component): Promise<ArtifactStore>;
  readonly now: () => number;
}

export interface Pruned {
  readonly dry_run: boolean;
  readonly artifacts: number;
  readonly files: number;
  readonly bytes: number;
  /** Names of runs under way, which may be about to use what nothing leads to. */
  readonly waiting_for: readonly string[];
  /** Names of artifact stores whose bytes were left alone: others may use them. */
  readonly shared: readonly string[];
}

const MINUTE = 60_000;
/** Between bytes and their record nobody takes longer, unless a run is under way. */
const SETTLED = 5 * MINUTE;
const CHUNK = 100;

export async function pruneArtifacts(
  place: PrunePlace,
  { olderThan = 0, dryRun = false, shared = false }: PruneOptions = {},
): Promise<Pruned> {
  const now = place.now();
  const runs = await liveRuns(place.store, now);
  const before = new Date(now - olderThan).toISOString();
  const found = runs.length > 0 ? new Map() : await unreachable(place, before);
  const deleted = dryRun ? found : await deleteRows(place.store, found);
  const begun = runs.map(({ started, created }) => Date.parse(started ?? created) - MINUTE);
  const writtenBefore = new Date(Math.min(now - Math.max(SETTLED, olderThan), ...begun));
  const swept = await sweep(place, { deleted, writtenBefore, isDryRun: dryRun, shared });
  return {
    dry_run: dryRun,
    artifacts: deleted.size,
    ...swept,
    waiting_for: runs.map(({ name }) => name),
  };
}

/** Those that were deleted: what got a version meanwhile stays. */
async function deleteRows(
  store: ZenStore,
  artifacts: ReadonlyMap<string, ListedArtifact>,
): Promise<ReadonlyMap<string, ListedArtifact>> {
  const deleted = new Map<string, ListedArtifact>();
  const all = [...artifacts.values()];
  for (let start = 0; start < all.length; start += CHUNK) {
    const some = await untagged(store, all.slice(start, start + CHUNK));
    if (await deleteTogether(store, some)) some.forEach((one) => deleted.set(one.id, one));
    else for (const one of some) if (await deleteTogether(store, [one])) deleted.set(one.id, one);
  }
  return deleted;
}

async function untagged(store: ZenStore, artifacts: readonly ListedArtifact[]) {
  const value = artifacts.map(({ id }) => id);
  const filters = [{ field: "artifact_id", operator: "in", value }] as const;
  const tags = (await store.tags.list({ filters, limit: 1000 })).items;
  return artifacts.filter(({ id }) => tags.every(({ artifact_id }) => artifact_id !== id));
}

async function deleteTogether(store: ZenStore, artifacts: readonly ListedArtifact[]) {
  const changes = artifacts.map(({ id }): Change => ({ op: "delete", resource: "artifact", id }));
  try {
    await store.commit(changes);
    return true;
  } catch (error) {
    if (isZenError(error, "in_use") || isZenError(error, "not_found")) return false;
    throw error;
  }
}

interface Sweep {
  readonly deleted: ReadonlyMap<string, ListedArtifact>;
  readonly writtenBefore: Date;
  readonly isDryRun: boolean;
  readonly shared: boolean;
}

async function sweep(place: PrunePlace, { deleted, shared, ...rest }: Sweep) {
  const left: string[] = [];
  let [files, bytes] = [0, 0];
  for (const component of await artifactStores(place.store)) {
    const opened = await place.openComponent(component).catch(unreachableStore);
    if (opened?.list === undefined) continue;
    const isOwn = liesBelow(opened, place.localFolder);
    if (!isOwn && !shared) {
      left.push(component.name);
      continue;
    }
    // A folder that somebody chose may be that of a component in another project too.
    const stores = isOwn ? [place.store] : await allProjects(place.store);
    const referred = await referredBy(stores, deleted);
    const swept = await sweepBytes(referred, { bytes: opened, ...rest });
    files += swept.files;
    bytes += swept.bytes;
  }
  return { files, bytes, shared: left };
}

async function artifactStores(store: ZenStore): Promise<Component[]> {
  const found: Component[] = [];
  const filters = [{ field: "type", operator: "eq", value: "artifact_store" }] as const;
  for await (const component of store.components.all({ filters })) found.push(component);
  return found;
}

/** A store that cannot be opened keeps what it has. */
function unreachableStore(error: unknown): undefined {
  if (isZenError(error)) return undefined;
  throw error;
}

function liesBelow(bytes: ArtifactStore, folder: string): boolean {
  const sample = `sha256/00/${"0".repeat(62)}`;
  return bytes.localPath?.(sample).startsWith(`${folder}${sep}`) ?? false;
}

async function allProjects(store: ZenStore): Promise<ZenStore[]> {
  const found: ZenStore[] = [];
  for await (const { id } of store.projects.all()) found.push(store.inProject(id));
  return found;
}
