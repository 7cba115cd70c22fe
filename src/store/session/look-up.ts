// Finding one entity by what a person typed: its name, its id, or the beginning of its id.
import { ZenError } from "../../domain/errors.js";
import type { Filter } from "../../domain/query.js";
import { RESOURCES } from "../../domain/resources.js";
import type { Entities, ResourceName } from "../../domain/resources.js";
import { nearest } from "../../util/nearest.js";
import { prefixEnd } from "../../util/prefix-end.js";
import type { StoreDriver } from "../driver.js";
import { defaultSort } from "./resolve-query.js";
import { asEntity, asRow } from "../row.js";
import type { Row } from "../row.js";

export interface LookUp<Name extends ResourceName> {
  readonly resource: Name;
  readonly reference: string;
  /** What narrows it: the project, and what the caller says. */
  readonly within: readonly Filter[];
  /** Whose things come first where several have one name. */
  readonly owner?: string | undefined;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PREFIX = /^[0-9a-f]{2}[0-9a-f-]*$/i;
const MANY = 6;
const NAMES_COMPARED = 500;
/** What bounds every look-up is no part of what was asked. */
const BOUNDS: readonly string[] = ["project_id", "user_id", "id"];

/** Exact name before id before id prefix. Errors: `not_found`, `ambiguous`. */
export async function lookUp<Name extends ResourceName>(
  driver: StoreDriver,
  asked: LookUp<Name>,
): Promise<Entities[Name]> {
  const { resource, reference } = asked;
  const rows = (await named(driver, asked)) ?? (await found(driver, asked, idFilters(reference)));
  const [first, ...others] = rows ?? [];
  if (first === undefined) throw await notFound(driver, asked);
  if (others.length > 0) throw ambiguous(asked, [first, ...others]);
  if (RESOURCES[resource].details.length === 0) return asEntity(resource, first);
  const entity = await driver.find(resource, first.id);
  // Deleted between the two reads.
  if (entity === undefined) throw await notFound(driver, asked);
  return entity;
}

/** One's own before what others share. */
async function named(
  driver: StoreDriver,
  asked: LookUp<ResourceName>,
): Promise<readonly Row[] | undefined> {
  const isIt: Filter = { field: "name", operator: "eq", value: asked.reference };
  const rows = await found(driver, asked, [isIt]);
  const { owner } = asked;
  const isOwned = RESOURCES[asked.resource].scope === "project" && owner !== undefined;
  if (rows === undefined || rows.length === 1 || !isOwned) return rows;
  const own: Filter = { field: "user_id", operator: "eq", value: owner };
  return (await found(driver, asked, [isIt, own])) ?? rows;
}

async function found(
  driver: StoreDriver,
  { resource, within }: LookUp<ResourceName>,
  filters: readonly Filter[],
): Promise<readonly Row[] | undefined> {
  if (filters.length === 0) return undefined;
  const rows = await driver.select(resource, {
    filters: [...within, ...filters],
    sort: defaultSort(resource),
    limit: MANY,
    after: null,
  });
  return rows.length === 0 ? undefined : rows.map((row) => ({ ...row }));
}

/** A range, since a pattern would be a scan. */
function idFilters(reference: string): readonly Filter[] {
  const id = reference.toLowerCase();
  if (ID.test(id)) return [{ field: "id", operator: "eq", value: id }];
  const end = prefixEnd(id);
  if (!PREFIX.test(id) || end === undefined) return [];
  return [
    { field: "id", operator: "gte", value: id },
    { field: "id", operator: "lt", value: end },
  ];
}

function ambiguous({ resource, reference }: LookUp<ResourceName>, rows: readonly Row[]): ZenError {
  const { label } = RESOURCES[resource];
  const candidates = rows.map((row) => ({ id: row.id, name: String(row["name"]) }));
  const isName = candidates.every(({ name }) => name === reference);
  const listed = candidates
    .slice(0, MANY - 1)
    .map(({ id, name }) => (isName ? id : `${id} (${name})`))
    .join(", ");
  const more = candidates.length === MANY ? ", …" : "";
  const message = isName
    ? `There are several ${label}s named '${reference}'.`
    : `The ids of several ${label}s begin with '${reference}'.`;
  return new ZenError("ambiguous", message, {
    hint: `Name one by its id: ${listed}${more}.`,
    details: { candidates },
  });
}

async function notFound(driver: StoreDriver, asked: LookUp<ResourceName>): Promise<ZenError> {
  const { resource, reference, within } = asked;
  const rows = await driver.select(resource, {
    filters: within,
    sort: defaultSort(resource),
    limit: NAMES_COMPARED,
    after: null,
  });
  const names = [...new Set(rows.map((row) => String(asRow<ResourceName>(row)["name"])))];
  const narrowed = within
    .filter(({ field }) => !BOUNDS.includes(field))
    .map(({ field, value }) => ` of ${field} '${String(value)}'`)
    .join("");
  const message = `There is no ${RESOURCES[resource].label}${narrowed} with the name or id '${reference}'.`;
  return new ZenError("not_found", message, {
    hint: hintOf(reference, names),
    details: { resource, reference },
  });
}

const NAMES_SHOWN = 10;

function hintOf(reference: string, names: readonly string[]): string {
  const close = nearest(reference, names);
  if (close !== undefined) return `Did you mean '${close}'?`;
  if (names.length === 0) return "There is none yet.";
  const listed = names.slice(0, NAMES_SHOWN).map((name) => `'${name}'`);
  return `Known: ${listed.join(", ")}${names.length > NAMES_SHOWN ? ", …" : ""}.`;
}
