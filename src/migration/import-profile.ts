import type { ComponentType } from "../domain/entities/component.js";
import { ZenError } from "../domain/errors.js";
import type { Change } from "../domain/change.js";
import type { ZenStore } from "../store/zen-store.js";
import { convertProfile } from "./convert-profile.js";
import type { Converted } from "./convert-profile.js";
import type { OldProfile } from "./old-profile.js";

export interface ImportOptions {
  /** Before each name. Default: nothing. */
  readonly prefix?: string | undefined;
  /** Replaces components and stacks of the same name. Default: false, an error that lists them. */
  readonly overwrite?: boolean | undefined;
}

const DEFAULT = "default";

/**
 * Brings an old profile's components and stacks into the project of a store, all of them or none; what
 * every old profile began with (`default`) is left out, since the store has its own.
 * Errors: `entity_exists` naming everything that is there already.
 */
export async function importProfile(
  store: ZenStore,
  old: OldProfile,
  options: ImportOptions = {},
): Promise<Converted> {
  const there = await inStore(store);
  const converted = withoutDefaults(
    convertProfile(old, {
      ...store.scope,
      now: new Date().toISOString(),
      newId: () => crypto.randomUUID(),
      prefix: options.prefix,
      standIn: (type, name) =>
        name === DEFAULT ? there.components.get(`${type} ${name}`) : undefined,
      isTaken: (id) => there.ids.has(id),
    }),
    options,
  );
  if (options.overwrite !== true) checkNew(converted, there);
  await store.commit(changesInto(converted, there));
  return converted;
}

interface Present {
  readonly ids: ReadonlySet<string>;
  readonly components: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  readonly stacks: ReadonlyMap<string, string>;
}

async function inStore(store: ZenStore): Promise<Present> {
  const ids = new Set<string>();
  const components = new Map<string, { readonly id: string; readonly name: string }>();
  const stacks = new Map<string, string>();
  for await (const { id, type, name } of store.components.all()) {
    ids.add(id);
    components.set(`${type} ${name}`, { id, name });
  }
  for await (const { id, name } of store.stacks.all()) stacks.set(name, id);
  return { ids, components, stacks };
}

function withoutDefaults(converted: Converted, { prefix = "" }: ImportOptions): Converted {
  const stacks = converted.stacks.filter(({ entity }) => entity.name !== `${prefix}${DEFAULT}`);
  return { ...converted, stacks };
}

/** Errors: `entity_exists`, naming everything that is there already. */
function checkNew({ components, stacks }: Converted, there: Present): void {
  const clashes = [
    ...components
      .filter(({ entity }) => there.components.has(keyOf(entity)))
      .map(({ entity }) => `${entity.type} '${entity.name}'`),
    ...stacks
      .filter(({ entity }) => there.stacks.has(entity.name))
      .map(({ entity }) => `stack '${entity.name}'`),
  ];
  if (clashes.length === 0) return;
  throw new ZenError("entity_exists", `There is already: ${clashes.join(", ")}.`, {
    hint: "Give the old ones other names with --prefix, or replace what is there with --overwrite.",
    details: { clashes },
  });
}

/** What is there keeps its id, so that whatever names it goes on doing so. */
function changesInto({ components, stacks }: Converted, there: Present): readonly Change[] {
  const kept = new Map<string, string>();
  const changes = components.map((create): Change => {
    const { id: newId, flavor, configuration, updated } = create.entity;
    const id = there.components.get(keyOf(create.entity))?.id;
    if (id === undefined) return create;
    kept.set(newId, id);
    return { op: "update", resource: "component", id, set: { flavor, configuration, updated } };
  });
  const stackChanges = stacks.map((create): Change => {
    const { entity } = create;
    const members = Object.entries(entity.components).map(([type, { id, name }]) => [
      type,
      { id: kept.get(id) ?? id, name },
    ]);
    const set = { components: Object.fromEntries(members), updated: entity.updated };
    const id = there.stacks.get(entity.name);
    if (id === undefined) return { ...create, entity: { ...entity, ...set } };
    return { op: "update", resource: "stack", id, set };
  });
  return [...changes, ...stackChanges];
}

function keyOf({ type, name }: { readonly type: ComponentType; readonly name: string }): string {
  return `${type} ${name}`;
}
