// Reads the files of a store's configuration. A file that cannot be read is a problem of its own: the
// others are there all the same.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { Row } from "../row.js";
import type { TextProblem } from "./entity-text.js";
import { readIndex, stampOf, writeIndex } from "./file-index.js";
import type { FileIndex } from "./file-index.js";
import { EXTENSION } from "./file-name.js";
import { ifThere } from "./fs-error.js";

export type EntityText = typeof import("./entity-text.js");

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
  readonly problems: readonly FileProblem[];
}

const ATTEMPTS = 5;

export class EntityFiles {
  readonly #root: string;
  readonly #loadText: () => Promise<EntityText>;
  readonly #indexes = new Map<ResourceName, FileIndex>();

  constructor(root: string, loadText: () => Promise<EntityText>) {
    this.#root = root;
    this.#loadText = loadText;
  }

  async load(resource: ResourceName): Promise<Loaded> {
    for (let attempt = 1; ; attempt++) {
      const loaded = await this.#loadOnce(resource, attempt === ATTEMPTS);
      if (loaded !== undefined) return loaded;
    }
  }

  /** Undefined when a file went while the others were read: it may be there under another name. */
  async #loadOnce(resource: ResourceName, isLast: boolean): Promise<Loaded | undefined> {
    const before = this.#indexes.get(resource) ?? readIndex(this.#root, resource);
    const { stamps, isWhole } = this.#stamps(resource);
    if (!isWhole && !isLast) return undefined;
    const index: FileIndex = new Map();
    const problems: FileProblem[] = [];
    const changed = [...stamps].filter(([name, stamp]) => {
      const known = before.get(name);
      if (known?.stamp !== stamp) return true;
      index.set(name, known);
      return false;
    });
    if (changed.length > 0) {
      const text = await this.#loadText();
      for (const [name, stamp] of changed) {
        const read = this.#read(text, resource, name);
        if (read === undefined && !isLast) return undefined;
        if (read === undefined) continue;
        if (text.isProblem(read)) problems.push(this.#problem(resource, { name, stamp }, read));
        else index.set(name, { stamp, row: read });
      }
    }
    const isSame = changed.length === problems.length && index.size === before.size;
    if (!isSame) writeIndex(this.#root, resource, index);
    this.#indexes.set(resource, index);
    return this.#byId(resource, index, problems);
  }

  /** What was just written is known without being read. For whoever holds the lock. */
  remember(resource: ResourceName, written: ReadonlyMap<string, Row | undefined>): void {
    const index = new Map(this.#indexes.get(resource));
    for (const [name, row] of written) {
      const stat = statSync(this.#path(resource, name), { throwIfNoEntry: false });
      if (row === undefined || stat === undefined) index.delete(name);
      else index.set(name, { stamp: stampOf(stat), row });
    }
    this.#indexes.set(resource, index);
    writeIndex(this.#root, resource, index);
  }

  /** Looks are taken before the files are read: what changes in between looks changed the next time. */
  #stamps(resource: ResourceName): { stamps: ReadonlyMap<string, string>; isWhole: boolean } {
    const folder = join(this.#root, RESOURCES[resource].plural);
    const names = (ifThere(() => readdirSync(folder)) ?? [])
      .filter((name) => name.endsWith(EXTENSION) && !name.startsWith("."))
      .sort();
    const stamps = new Map<string, string>();
    for (const name of names) {
      const stat = statSync(join(folder, name), { throwIfNoEntry: false });
      if (stat !== undefined) stamps.set(name, stampOf(stat));
    }
    return { stamps, isWhole: stamps.size === names.length };
  }

  #read(text: EntityText, resource: ResourceName, name: string): Row | TextProblem | undefined {
    const content = ifThere(() => readFileSync(this.#path(resource, name), "utf8"));
    return content === undefined ? undefined : text.readEntity(resource, content);
  }

  #byId(resource: ResourceName, index: FileIndex, problems: FileProblem[]): Loaded {
    const rows = new Map<string, Row>();
    const files = new Map<string, string>();
    for (const [name, { stamp, row }] of index) {
      const other = files.get(row.id);
      if (other === undefined) {
        rows.set(row.id, row);
        files.set(row.id, name);
        continue;
      }
      const message = `it has the id of ${other}`;
      const problem = { line: null, column: null, message };
      problems.push(this.#problem(resource, { name, stamp }, problem));
    }
    return { rows, files, problems };
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
