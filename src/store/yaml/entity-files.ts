// Reads the files of a store's configuration. A file that cannot be read is a problem of its own: the
// others are there all the same.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { Row } from "../row.js";
import type { TextProblem } from "./entity-text.js";
import { ChangeLog, NO_LOG } from "./change-log.js";
import type { Added, LogPosition, LoggedFiles } from "./change-log.js";
import { logFile, readIndex, stampOf, writeIndex } from "./file-index.js";
import type { IndexEntry } from "./file-index.js";
import { EXTENSION } from "./file-name.js";
import { ifThere } from "./fs-error.js";
import { LoadedFiles } from "./loaded-files.js";
import type { FileProblem, Loaded, Look, RowChange } from "./loaded-files.js";

export type EntityText = typeof import("./entity-text.js");

const ATTEMPTS = 5;
const NO_FILES: LoggedFiles = new Map();
/**
 * For so long a look at every file holds for whoever changes others: a change by hand comes before or after
 * it, there is no telling. Files that are changed themselves are looked at each time.
 */
const FRESH_MS = 1000;

interface State {
  /** Of its files, ending as a folder does. */
  readonly folder: string;
  readonly loaded: LoadedFiles;
  isSaved: boolean;
  /** What others changed and `refresh` has not told yet; undefined: more than can be told one by one. */
  untold: RowChange[] | undefined;
}

interface Looking {
  readonly resource: ResourceName;
  /** What others say that they wrote. */
  readonly told?: LoggedFiles | undefined;
}

export class EntityFiles {
  readonly #root: string;
  readonly #loadText: () => Promise<EntityText>;
  readonly #log: ChangeLog;
  readonly #states = new Map<ResourceName, State>();
  #text: EntityText | undefined;
  /** When every file of every resource was looked at, and how far the log had come then. */
  #looked: { readonly time: number; readonly position: LogPosition } | undefined;
  /** Where the log ends, while this process holds the lock. */
  #end: LogPosition = NO_LOG;

  constructor(root: string, loadText: () => Promise<EntityText>) {
    this.#root = root;
    this.#loadText = loadText;
    this.#log = new ChangeLog(logFile(root));
  }

  /** Every file is looked at. */
  async load(resource: ResourceName): Promise<Loaded> {
    const state = this.#state(resource);
    await this.#look(state, () => this.#namesOf(state), { resource });
    return state.loaded;
  }

  /** What is known, after `refresh`. */
  loaded(resource: ResourceName): Loaded {
    return this.#state(resource).loaded;
  }

  /**
   * For whoever holds the lock, about to change the entities with the ids `touched`: what others changed since
   * the last time, or undefined when rows have to be taken as they are now.
   */
  async refresh(
    resources: readonly ResourceName[],
    touched: (resource: ResourceName) => readonly string[],
  ): Promise<ReadonlyMap<ResourceName, readonly RowChange[]> | undefined> {
    const added = this.#changedSince();
    const position = added?.position ?? this.#log.position();
    const logged = added?.files;
    // What others wrote since the log began is not read from their files once more.
    const known = logged ?? this.#log.since({ ino: position.ino, size: 0 })?.files;
    const told = known && byFolder(known);
    const found = new Map<ResourceName, readonly RowChange[]>();
    let isTold = this.#looked !== undefined;
    for (const resource of resources) {
      const state = this.#state(resource);
      const own = touched(resource).flatMap((id) => state.loaded.files.get(id) ?? []);
      const written = told?.get(RESOURCES[resource].plural) ?? NO_FILES;
      if (logged === undefined) {
        await this.#look(state, () => this.#namesOf(state), { resource, told: written });
      } else {
        const news = believed(written, new Set(own));
        take(state, news.looks);
        await this.#look(state, () => news.names, { resource, told: written });
      }
      if (state.untold === undefined) isTold = false;
      else found.set(resource, state.untold);
      state.untold = [];
    }
    const time = logged === undefined ? performance.now() : (this.#looked?.time ?? 0);
    this.#looked = { time, position };
    this.#end = position;
    return isTold ? found : undefined;
  }

  /** For whoever holds the lock: what is going to be written, so that others look at it. */
  announce(paths: readonly string[]): void {
    this.#append(new Map(paths.map((path) => [path, undefined])));
  }

  /** What was just written is known without being read. For whoever holds the lock. */
  remember(resource: ResourceName, written: ReadonlyMap<string, Row | undefined>): void {
    const state = this.#state(resource);
    const looks = new Map<string, IndexEntry | undefined>();
    for (const [name, row] of written) {
      const stat = statSync(this.#path(resource, name), { throwIfNoEntry: false });
      const isThere = row !== undefined && stat !== undefined;
      looks.set(name, isThere ? { stamp: stampOf(stat), row } : undefined);
    }
    state.loaded.set(looks);
    state.isSaved = false;
    const { plural } = RESOURCES[resource];
    this.#append(new Map([...looks].map(([name, look]) => [join(plural, name), look])));
    // Not before: what was announced and failed is looked at.
    if (this.#looked !== undefined) this.#looked = { ...this.#looked, position: this.#end };
  }

  #append(files: LoggedFiles): void {
    this.#end = this.#log.append(files, this.#end);
  }

  /** Keeps what was read for the next process. */
  save(): void {
    for (const [resource, state] of this.#states) {
      if (!state.isSaved) writeIndex(this.#root, resource, state.loaded.index);
      state.isSaved = true;
    }
  }

  close(): void {
    this.save();
    this.#log.close();
  }

  #changedSince(): Added | undefined {
    if (this.#looked === undefined) return undefined;
    if (performance.now() - this.#looked.time > FRESH_MS) return undefined;
    return this.#log.since(this.#looked.position);
  }

  #state(resource: ResourceName): State {
    const known = this.#states.get(resource);
    if (known !== undefined) return known;
    const loaded = new LoadedFiles(readIndex(this.#root, resource), (name, stamp, other) =>
      this.#problem(resource, { name, stamp }, twinOf(other)),
    );
    const folder = `${join(this.#root, RESOURCES[resource].plural)}${sep}`;
    const state: State = { folder, loaded, isSaved: true, untold: [] };
    this.#states.set(resource, state);
    return state;
  }

  /** Looks at these files and takes over what changed. */
  async #look(state: State, names: () => readonly string[], looking: Looking): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const looks = this.#lookOnce(state, names(), { ...looking, isLast: attempt === ATTEMPTS });
      if (looks === "needs text") this.#text = await this.#loadText();
      else if (looks !== undefined) return take(state, looks);
    }
  }

  /** Undefined when a file went while the others were read: it may be there under another name. */
  #lookOnce(
    { folder, loaded }: State,
    names: readonly string[],
    { resource, told, isLast }: Looking & { readonly isLast: boolean },
  ): ReadonlyMap<string, Look> | "needs text" | undefined {
    const looks = new Map<string, Look>();
    for (const name of names) {
      // Joining paths properly costs as much as looking at the files.
      const stat = statSync(folder + name, { throwIfNoEntry: false });
      // A look is taken before the file is read: what changes in between looks changed the next time.
      if (stat === undefined) {
        if (loaded.index.has(name) || loaded.isUnreadable(name)) looks.set(name, undefined);
        continue;
      }
      const stamp = stampOf(stat);
      if (loaded.isKnown(name, stamp)) continue;
      const written = told?.get(name);
      if (written?.stamp === stamp) {
        looks.set(name, written);
        continue;
      }
      if (this.#text === undefined) return "needs text";
      const read = this.#read(this.#text, resource, name);
      if (read === undefined) {
        if (!isLast) return undefined;
        looks.set(name, undefined);
      } else if (this.#text.isProblem(read)) {
        looks.set(name, this.#problem(resource, { name, stamp }, read));
      } else {
        looks.set(name, { stamp, row: read });
      }
    }
    return looks;
  }

  /** Those that are there, and those that were. */
  #namesOf({ folder, loaded }: State): readonly string[] {
    const there = (ifThere(() => readdirSync(folder)) ?? []).filter(isEntityFile).sort();
    const known = [...loaded.index.keys(), ...loaded.unreadable];
    const gone = new Set(known);
    for (const name of there) gone.delete(name);
    return gone.size === 0 ? there : [...there, ...gone];
  }

  #read(text: EntityText, resource: ResourceName, name: string): Row | TextProblem | undefined {
    const content = ifThere(() => readFileSync(this.#path(resource, name), "utf8"));
    return content === undefined ? undefined : text.readEntity(resource, content);
  }

  #problem(
    resource: ResourceName,
    { name, stamp }: { readonly name: string; readonly stamp: string },
    { line, column, message, hint }: TextProblem,
  ): FileProblem {
    const path = this.#path(resource, name);
    const place = [path, line, column].filter((part) => part !== null).join(":");
    const error = new ZenError("store_corrupt", `${place}: ${message}.`, {
      hint:
        hint?.(path) ?? `Correct that file, or take back its last change: git checkout -- ${path}`,
      details: { file: path, line, column },
    });
    return { name, stamp, error };
  }

  #path(resource: ResourceName, name: string): string {
    return join(this.#root, RESOURCES[resource].plural, name);
  }
}

function take(state: State, looks: ReadonlyMap<string, Look>): void {
  if (looks.size === 0) return;
  // Files that cannot be read are in no index.
  const isIndexed = [...looks.values()].some((look) => look === undefined || "row" in look);
  if (isIndexed) state.isSaved = false;
  const changes = state.loaded.set(looks);
  if (changes === undefined) state.untold = undefined;
  else state.untold?.push(...changes);
}

function isEntityFile(name: string): boolean {
  return name.endsWith(EXTENSION) && !name.startsWith(".");
}

/** Folder → its files by name. */
function byFolder(logged: LoggedFiles): ReadonlyMap<string, LoggedFiles> {
  const folders = new Map<string, Map<string, IndexEntry | undefined>>();
  for (const [path, entry] of logged) {
    const end = path.indexOf(sep);
    const folder = path.slice(0, end);
    const files = folders.get(folder) ?? new Map<string, IndexEntry | undefined>();
    folders.set(folder, files.set(path.slice(end + 1), entry));
  }
  return folders;
}

/**
 * What was written since every file was looked at is newer than that look, and as good as one. The others
 * have to be looked at: those that are changed now, and those of which nobody says what is in them.
 */
function believed(
  written: LoggedFiles,
  own: ReadonlySet<string>,
): { readonly looks: ReadonlyMap<string, Look>; readonly names: readonly string[] } {
  const looks = new Map<string, Look>();
  const names = [...own];
  for (const [name, entry] of written) {
    if (own.has(name)) continue;
    if (entry === undefined) names.push(name);
    else looks.set(name, entry);
  }
  return { looks, names };
}

function twinOf(other: string): TextProblem {
  return { line: null, column: null, message: `it has the id of ${other}` };
}
