// What changed in the rows → what changes in the files.
import { join } from "node:path";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { Row } from "../row.js";
import type { Effect } from "../tables/tables.js";
import type { EntityText } from "./entity-files.js";
import { fileName } from "./file-name.js";
import type { Loaded } from "./loaded-files.js";
import type { FileChange } from "./write-files.js";

export interface FilePlan {
  readonly changes: readonly FileChange[];
  /** File name → its row; undefined: the file goes. */
  readonly written: ReadonlyMap<ResourceName, ReadonlyMap<string, Row | undefined>>;
}

export function fileChanges(
  effects: readonly Effect[],
  loaded: (resource: ResourceName) => Loaded,
  text: EntityText,
): FilePlan {
  const changes: FileChange[] = [];
  const written = new Map<ResourceName, Map<string, Row | undefined>>();
  for (const [resource, rows] of lastStates(effects)) {
    const files = loaded(resource).files;
    const added = new Set<string>();
    const isTaken = (name: string): boolean => added.has(name) || loaded(resource).hasFile(name);
    const folder = RESOURCES[resource].plural;
    const now = new Map<string, Row | undefined>();
    for (const [id, row] of rows) {
      const before = files.get(id);
      const after = row && nameFor(resource, row, { before, isTaken });
      if (row !== undefined && after !== undefined) {
        added.add(after);
        changes.push({ path: join(folder, after), text: text.writeEntity(resource, row) });
        now.set(after, row);
      }
      if (before === undefined || before === after) continue;
      changes.push({ path: join(folder, before), text: null });
      now.set(before, undefined);
    }
    written.set(resource, now);
  }
  return { changes, written };
}

type Rows = Map<string, Row | undefined>;

/** One row may have changed several times. */
function lastStates(effects: readonly Effect[]): ReadonlyMap<ResourceName, Rows> {
  const states = new Map<ResourceName, Rows>();
  for (const { resource, before, after } of effects) {
    const rows = states.get(resource) ?? new Map<string, Row | undefined>();
    const id = (after ?? before)?.id;
    if (id !== undefined) rows.set(id, after);
    states.set(resource, rows);
  }
  return states;
}

/** A file keeps its name as long as that tells its entity's; two that would be alike get the whole id. */
function nameFor(
  resource: ResourceName,
  row: Row,
  {
    before,
    isTaken,
  }: { readonly before: string | undefined; readonly isTaken: (name: string) => boolean },
): string {
  const short = fileName(resource, row);
  const long = fileName(resource, row, row.id.length);
  if (before === short || before === long) return before;
  return isTaken(short) ? long : short;
}
