// What is known of the files of one resource: rows by id, kept up to date file by file.
import type { ZenError } from "../../domain/errors.js";
import type { Row } from "../row.js";
import type { FileIndex, IndexEntry } from "./file-index.js";

export interface FileProblem {
  /** Name of the file. */
  readonly name: string;
  /** Its state, so that one problem is told once. */
  readonly stamp: string;
  readonly error: ZenError;
}

export interface Loaded {
  /** By id. */
  readonly rows: ReadonlyMap<string, Row>;
  /** Id → name of the file. */
  readonly files: ReadonlyMap<string, string>;
  /** Whether there is a file of that name, readable or not. */
  hasFile(name: string): boolean;
  readonly problems: readonly FileProblem[];
}

/** What a change of files did to one row: new without `before`, gone without `after`. */
export interface RowChange {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** A file as it was just looked at; undefined: it is gone. */
export type Look = IndexEntry | FileProblem | undefined;

export class LoadedFiles implements Loaded {
  readonly index: FileIndex;
  /** By id. */
  readonly rows = new Map<string, Row>();
  /** Id → name of the file. */
  readonly files = new Map<string, string>();
  readonly #unreadable = new Map<string, FileProblem>();
  readonly #tellTwin: (name: string, stamp: string, other: string) => FileProblem;
  #twins: readonly FileProblem[] = [];

  constructor(
    index: FileIndex,
    tellTwin: (name: string, stamp: string, other: string) => FileProblem,
  ) {
    this.index = index;
    this.#tellTwin = tellTwin;
    this.#order();
  }

  get problems(): readonly FileProblem[] {
    return [...this.#unreadable.values(), ...this.#twins];
  }

  /** Names of files that could not be read. */
  get unreadable(): Iterable<string> {
    return this.#unreadable.keys();
  }

  isUnreadable(name: string): boolean {
    return this.#unreadable.has(name);
  }

  hasFile(name: string): boolean {
    return this.index.has(name) || this.#unreadable.has(name);
  }

  isKnown(name: string, stamp: string): boolean {
    return this.index.get(name)?.stamp === stamp;
  }

  /** Undefined when rows changed in a way that is not told one by one. */
  set(looks: ReadonlyMap<string, Look>): readonly RowChange[] | undefined {
    const changes: RowChange[] = [];
    let isPlain = this.#twins.length === 0;
    for (const [name, look] of looks) {
      const before = this.index.get(name);
      const entry = isEntry(look) ? look : undefined;
      if (look === undefined || isEntry(look)) this.#unreadable.delete(name);
      else this.#unreadable.set(name, look);
      if (entry === undefined) this.index.delete(name);
      else this.index.set(name, entry);
      if (!isPlain) continue;
      isPlain = this.#replace(name, before?.row, entry?.row);
      changes.push({ before: before?.row, after: entry?.row });
    }
    if (isPlain) return changes;
    this.#order();
    return undefined;
  }

  /** False when two files have one id. */
  #replace(name: string, before: Row | undefined, after: Row | undefined): boolean {
    if (before !== undefined && this.files.get(before.id) === name) {
      this.rows.delete(before.id);
      this.files.delete(before.id);
    }
    if (after === undefined) return true;
    if (this.files.has(after.id)) return false;
    this.rows.set(after.id, after);
    this.files.set(after.id, name);
    return true;
  }

  /** Of two files with one id the first by name counts. */
  #order(): void {
    this.rows.clear();
    this.files.clear();
    const twins: FileProblem[] = [];
    for (const name of [...this.index.keys()].sort()) {
      const entry = this.index.get(name);
      if (entry === undefined) continue;
      const other = this.files.get(entry.row.id);
      if (other !== undefined) {
        twins.push(this.#tellTwin(name, entry.stamp, other));
        continue;
      }
      this.rows.set(entry.row.id, entry.row);
      this.files.set(entry.row.id, name);
    }
    this.#twins = twins;
  }
}

function isEntry(look: Look): look is IndexEntry {
  return look !== undefined && "row" in look;
}
