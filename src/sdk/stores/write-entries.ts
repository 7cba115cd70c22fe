// Writes entities into a store as they are, in batches that are applied as a whole.
import type { Change } from "../../domain/change.js";
import type { ZenStore } from "../../store/zen-store.js";
import { projectOf } from "./entry.js";
import type { Entry, EntrySource } from "./entry.js";
import type { TransferPlan } from "./plan-transfer.js";
import type { Reference } from "./reference.js";
import { Contents } from "./store-digest.js";

const MOST_CHANGES = 200;
/** Characters of a batch; servers take a multiple of it. */
const MOST_TEXT = 1024 * 1024;

export interface WriteOptions {
  readonly source: EntrySource;
  readonly target: ZenStore;
  readonly plan: TransferPlan;
  /** Told after each batch how many entities were written so far. */
  readonly onBatch: (written: number) => void;
}

/**
 * Removes what has to go, writes what is missing. Users and projects change in one batch, so that there
 * is always one of each. Stopped at any moment, it can be begun again. What was read meanwhile is the answer.
 */
export async function writeEntries(options: WriteOptions): Promise<Contents> {
  const { source, target, plan, onBatch } = options;
  const removed = new Set(plan.removed.map(({ id }) => id));
  const isThere = ({ resource, entity }: Entry) =>
    !removed.has(entity.id) && plan.target.find(resource, entity.id) !== undefined;
  const batches = new Batches(target, onBatch);
  const written = new Contents();
  const globals: Entry[] = [];
  let isPrepared = false;
  for await (const entry of source.entries()) {
    const size = written.add(entry);
    const project = projectOf(entry);
    if (project === undefined) {
      if (!isThere(entry)) globals.push(entry);
      continue;
    }
    if (!isPrepared) await prepare(plan.removed, globals, batches);
    isPrepared = true;
    if (!isThere(entry)) await batches.add(project, createOf(entry), size);
  }
  if (!isPrepared) await prepare(plan.removed, globals, batches);
  await batches.flush();
  await target.sync();
  return written;
}

/** Clears what goes, children first, and ends with the one batch that changes users and projects. */
async function prepare(
  removed: readonly Reference[],
  globals: readonly Entry[],
  batches: Batches,
): Promise<void> {
  const last: Change[] = [];
  for (const { resource, id, project } of removed.toReversed()) {
    const change: Change = { op: "delete", resource, id };
    if (project === undefined) last.push(change);
    else await batches.add(project, change, 0);
  }
  await batches.flush();
  await batches.commit(undefined, [...last, ...globals.map(createOf)]);
}

class Batches {
  readonly #target: ZenStore;
  readonly #onBatch: (written: number) => void;
  #project: string | undefined;
  #changes: Change[] = [];
  #text = 0;
  #written = 0;

  constructor(target: ZenStore, onBatch: (written: number) => void) {
    this.#target = target;
    this.#onBatch = onBatch;
  }

  async add(project: string, change: Change, size: number): Promise<void> {
    const isFull = this.#changes.length >= MOST_CHANGES || this.#text + size > MOST_TEXT;
    if (isFull || project !== this.#project) await this.flush();
    this.#project = project;
    this.#changes.push(change);
    this.#text += size;
  }

  async flush(): Promise<void> {
    const changes = this.#changes;
    this.#changes = [];
    this.#text = 0;
    await this.commit(this.#project, changes);
  }

  async commit(project: string | undefined, changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    const within = project === undefined ? this.#target : this.#target.inProject(project);
    await within.commit(changes);
    this.#written += changes.filter(({ op }) => op === "create").length;
    this.#onBatch(this.#written);
  }
}

function createOf({ resource, entity }: Entry): Change {
  // An entry pairs a resource with an entity of it, as a change does.
  return { op: "create", resource, entity } as Change;
}
