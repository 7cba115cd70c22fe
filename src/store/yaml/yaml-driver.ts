// The store as a folder of YAML files, one for each entity of configuration, with the run history in a
// database beside them. It may know files and locks, and nothing of names, defaults or policy.
import type { Change } from "../../domain/change.js";
import type { Filter } from "../../domain/query.js";
import { RESOURCES, RESOURCE_NAMES } from "../../domain/resources.js";
import type { Entities, ResourceName, Summary } from "../../domain/resources.js";
import type { Position, Selection, StoreDriver } from "../driver.js";
import { fileIdentity } from "../file-identity.js";
import { asEntity, asRow, asSummaries } from "../row.js";
import type { FileLock } from "../sql/sqlite/file-lock.js";
import { placeIn, selectRows } from "../tables/select-rows.js";
import { Tables } from "../tables/tables.js";
import type { Effect } from "../tables/tables.js";
import { childrenOf, stillInUse } from "../write-errors.js";
import type { EntityFiles, EntityText } from "./entity-files.js";
import { fileName, isNamedAlike, mayBeNamed, mayHaveId } from "./file-name.js";
import { fileChanges } from "./file-changes.js";
import { fsError } from "./fs-error.js";
import type { History } from "./history.js";
import type { FileProblem, Loaded } from "./loaded-files.js";
import { finishPending, isPending, writeTogether } from "./write-files.js";

export interface YamlParts {
  readonly root: string;
  /** Whether a change is on the disk before it is acknowledged. */
  readonly isSynced: boolean;
  readonly files: EntityFiles;
  readonly history: History;
  readonly lock: () => Promise<FileLock>;
  readonly loadText: () => Promise<EntityText>;
  readonly onWarning: (message: string) => void;
}

const CONFIGURATION = RESOURCE_NAMES.filter((name) => RESOURCES[name].home === "configuration");

export class YamlDriver implements StoreDriver {
  readonly #parts: YamlParts;
  readonly #folder: string | undefined;
  readonly #told = new Set<string>();
  #lock: Promise<FileLock> | undefined;
  /** What this process knows of the configuration, while it holds the lock again and again. */
  #tables: Tables | undefined;

  constructor(parts: YamlParts) {
    this.#parts = parts;
    this.#folder = fileIdentity(parts.root);
  }

  async find<Name extends ResourceName>(
    resource: Name,
    id: string,
  ): Promise<Entities[Name] | undefined> {
    if (isHistory(resource)) return (await this.#parts.history.reader())?.find(resource, id);
    const { rows, problems } = await this.#load(resource);
    const row = rows.get(id);
    if (row !== undefined) return asEntity(resource, structuredClone(row));
    throwIfMeant(problems, ({ name }) => mayHaveId(name, id));
    return undefined;
  }

  async select<Name extends ResourceName>(
    resource: Name,
    selection: Selection,
  ): Promise<Summary<Name>[]> {
    if (isHistory(resource)) {
      return (await (await this.#parts.history.reader())?.select(resource, selection)) ?? [];
    }
    const { rows, problems } = await this.#load(resource);
    const found = selectRows(resource, rows.values(), selection);
    if (found.length === 0) {
      throwIfMeant(problems, ({ name }) => isMeant(resource, name, selection.filters));
    }
    this.#warn(problems);
    return asSummaries(resource, found);
  }

  async place(resource: ResourceName, selection: Selection): Promise<Position | undefined> {
    if (isHistory(resource)) {
      return (await this.#parts.history.reader())?.place(resource, selection);
    }
    return placeIn((await this.#load(resource)).rows, selection);
  }

  async write(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    if (changes.every(({ resource }) => isHistory(resource))) {
      return (await this.#parts.history.writer()).write(changes);
    }
    // Loaded before others have to wait for it.
    const [lock, text] = await Promise.all([this.#openLock(), this.#parts.loadText()]);
    await lock.hold(() => this.#writeLocked(changes, text));
  }

  sync(): Promise<void> {
    return this.#parts.history.sync();
  }

  isInPlace(): boolean {
    const { root, history } = this.#parts;
    return this.#folder === fileIdentity(root) && history.isInPlace();
  }

  async close(): Promise<void> {
    await (await this.#lock)?.close();
    this.#parts.files.close();
    await this.#parts.history.close();
  }

  async #writeLocked(changes: readonly Change[], text: EntityText): Promise<void> {
    const { root, isSynced, files } = this.#parts;
    try {
      finishPending(root);
      await this.#refresh(files, changes);
      const effects = this.#apply(changes, files);
      await this.#checkHistory(changes);
      const history = changes.filter(({ resource }) => isHistory(resource));
      // The files follow: what can still be refused is refused before they change.
      if (history.length > 0) await (await this.#parts.history.writer()).write(history);
      const plan = fileChanges(effects, (resource) => files.loaded(resource), text);
      files.announce(plan.changes.map(({ path }) => path));
      writeTogether(root, plan.changes, { isSynced });
      for (const [resource, written] of plan.written) files.remember(resource, written);
    } catch (error) {
      this.#tables = undefined;
      throw fsError(root, error);
    }
  }

  /** The rows as files have them now; what nobody else changed stays as this process left it. */
  async #refresh(files: EntityFiles, wanted: readonly Change[]): Promise<void> {
    const changes = await files.refresh(CONFIGURATION, (resource) => idsOf(wanted, resource));
    if (changes === undefined || this.#tables === undefined) {
      this.#tables = new Tables(CONFIGURATION);
      for (const resource of CONFIGURATION) {
        this.#tables.load(resource, files.loaded(resource).rows.values());
      }
      return;
    }
    for (const [resource, rows] of changes) {
      for (const { before, after } of rows) this.#tables.replace(resource, before, after);
    }
  }

  #apply(changes: readonly Change[], files: EntityFiles): readonly Effect[] {
    for (const change of changes) {
      if (isHistory(change.resource)) continue;
      throwIfMeant(files.loaded(change.resource).problems, ({ name }) => isTouched(change, name));
    }
    const ours = changes.filter(({ resource }) => !isHistory(resource));
    return this.#tables?.apply(ours) ?? [];
  }

  /** What the history needs stays, as in a store that is one database. */
  async #checkHistory(changes: readonly Change[]): Promise<void> {
    for (const change of changes) {
      if (change.op !== "delete" || isHistory(change.resource)) continue;
      const history = await this.#parts.history.reader();
      if (history === undefined) return;
      for (const { resource, parent } of childrenOf(change.resource)) {
        if (!isHistory(resource)) continue;
        const filters: Filter[] = [{ field: parent.field, operator: "eq", value: change.id }];
        const sort = { field: "created", direction: "asc" } as const;
        const rows = await history.select(resource, { filters, sort, limit: 1, after: null });
        if (rows.length > 0) throw stillInUse(change, [{ resource, count: rows.length }]);
      }
    }
  }

  async #load(resource: ResourceName): Promise<Loaded> {
    const { root, files } = this.#parts;
    try {
      if (!isPending(root)) {
        const loaded = await files.load(resource);
        // What looks wrong may be a change that another process is in the middle of.
        if (loaded.problems.length === 0 || !isPending(root)) return loaded;
      }
      const lock = await this.#openLock();
      await lock.hold(async () => finishPending(root));
      return await files.load(resource);
    } catch (error) {
      throw fsError(root, error);
    }
  }

  #openLock(): Promise<FileLock> {
    this.#lock ??= this.#parts.lock();
    return this.#lock;
  }

  #warn(problems: readonly FileProblem[]): void {
    for (const { name, stamp, error } of problems) {
      const key = `${name} ${stamp}`;
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      this.#parts.onWarning(`Left out: ${error.message}`);
    }
  }
}

/** Of those that exist already. */
function idsOf(changes: readonly Change[], resource: ResourceName): readonly string[] {
  return changes.flatMap((change) =>
    change.resource === resource && change.op !== "create" ? change.id : [],
  );
}

function isHistory(resource: ResourceName): boolean {
  return RESOURCES[resource].home === "history";
}

/** A file that cannot be read is an error for whoever needs what is in it. */
function throwIfMeant(
  problems: readonly FileProblem[],
  isMeantFile: (problem: FileProblem) => boolean,
): void {
  const meant = problems.find(isMeantFile);
  if (meant !== undefined) throw meant.error;
}

function isMeant(resource: ResourceName, file: string, filters: readonly Filter[]): boolean {
  return filters.some(({ field, operator, value }) => {
    if (field === "name" && operator === "eq") return mayBeNamed(resource, file, String(value));
    return field === "id" && operator !== "lt" && mayHaveId(file, String(value));
  });
}

function isTouched(change: Change, file: string): boolean {
  if (change.op !== "create") return mayHaveId(file, change.id);
  return isNamedAlike(file, fileName(change.resource, asRow<ResourceName>(change.entity)));
}
