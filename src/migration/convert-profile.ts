import { COMPONENT_TYPES } from "../domain/component-types.js";
import type { Change, Create } from "../domain/change.js";
import type { Component, ComponentType } from "../domain/entities/component.js";
import { Json } from "../domain/entities/fields.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import type { ComponentReference, Stack } from "../domain/entities/stack.js";
import type { OldProfile } from "./old-profile.js";

export interface Surroundings {
  readonly project_id: string;
  readonly user_id: string;
  /** ISO 8601. */
  readonly now: string;
  readonly newId: () => string;
  /** Before each name. Default: nothing. */
  readonly prefix?: string | undefined;
  /** Components that stand for old ones of that kind and name, instead of a new one. */
  readonly standIn?: (type: ComponentType, name: string) => ComponentReference | undefined;
  /** Ids that are taken: what has one of them gets a new one. */
  readonly isTaken?: (id: string) => boolean;
}

export interface Converted {
  readonly components: readonly Create<"component">[];
  readonly stacks: readonly Create<"stack">[];
  /** What was left out or changed on the way, a sentence each. */
  readonly notes: readonly string[];
}

/** Everything that has a successor; a metadata store has none, since its role belongs to ZenML itself. */
export function convertProfile(old: OldProfile, around: Surroundings): Converted {
  const notes = old.problems.map((problem) => `Left out: ${problem}.`);
  const references = new Map<string, ComponentReference>();
  const components = old.components.flatMap((one): Create<"component">[] => {
    if (one.type === METADATA_STORE) return [];
    if (!isComponentType(one.type)) {
      notes.push(`Left out: '${one.name}' of the unknown kind '${one.type}'.`);
      return [];
    }
    const key = keyOf(one.type, one.name);
    const standIn = around.standIn?.(one.type, one.name);
    if (standIn !== undefined) {
      references.set(key, standIn);
      return [];
    }
    const name = nameOf(one.name, around, notes);
    const entity: Component = {
      ...baseOf(around, one.id),
      name,
      type: one.type,
      flavor: one.flavor,
      configuration: jsonOf(one.configuration),
      shared: false,
    };
    references.set(key, { id: entity.id, name });
    return [{ op: "create", resource: "component", entity }];
  });
  const stacks = [...old.stacks].map(([name, kinds]): Create<"stack"> => {
    const members = membersOf(name, kinds, { references, notes });
    const entity: Stack = {
      ...baseOf(around, undefined),
      name: nameOf(name, around, notes),
      shared: false,
      components: members,
    };
    return { op: "create", resource: "stack", entity };
  });
  return { components, stacks, notes };
}

const METADATA_STORE = "metadata_store";

interface Found {
  readonly references: ReadonlyMap<string, ComponentReference>;
  readonly notes: string[];
}

function membersOf(
  stack: string,
  kinds: ReadonlyMap<string, string>,
  { references, notes }: Found,
): Stack["components"] {
  const members: Partial<Record<ComponentType, ComponentReference>> = {};
  for (const [type, name] of kinds) {
    if (type === METADATA_STORE) continue;
    const reference = references.get(keyOf(type, name));
    if (reference !== undefined && isComponentType(type)) members[type] = reference;
    else notes.push(`The stack '${stack}' names the ${type} '${name}', which is not there.`);
  }
  return members;
}

export function changesOf({ components, stacks }: Converted): readonly Change[] {
  return [...components, ...stacks];
}

function baseOf(
  { project_id, user_id, now, newId, isTaken }: Surroundings,
  wanted: string | undefined,
) {
  const id = wanted === undefined || isTaken?.(wanted) === true ? newId() : wanted;
  return { id, created: now, updated: now, project_id, user_id };
}

// Names were once taken as they came; here some characters are refused, since they break files and URLs.
// oxlint-disable-next-line no-control-regex
const REFUSED = /[\u0000-\u001f\u007f-\u009f/\\]/g;

function nameOf(old: string, { prefix = "" }: Surroundings, notes: string[]): string {
  const name = `${prefix}${old}`.replace(REFUSED, "-").replace(/^-+/, "").trim() || "unnamed";
  if (name !== `${prefix}${old}`) notes.push(`'${old}' is called '${name}' here.`);
  return name;
}

/** Settings are plain data: whatever JSON cannot say was nothing that a file could. */
function jsonOf(configuration: Readonly<Record<string, unknown>>): JsonRecord {
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [key, Json.parse(value)]),
  );
}

function keyOf(type: string, name: string): string {
  return `${type} ${name}`;
}

function isComponentType(type: string): type is ComponentType {
  return COMPONENT_TYPES.some((known) => known === type);
}
