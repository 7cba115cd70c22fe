// Names of entity files: readable, and the same on every disk. Each ends with the beginning of its
// entity's id, so that a file that cannot be read still says whose it is.
import type { ResourceName } from "../../domain/resources.js";
import { slug } from "../../util/slug.js";
import type { Row } from "../row.js";
import { uniqueFields } from "../write-errors.js";

const SHORT_ID = 8;
/** Whose it is, the file says, not its name. */
const SCOPE: readonly string[] = ["project_id", "user_id"];
export const EXTENSION = ".yaml";

export function fileName(resource: ResourceName, row: Row, idLength = SHORT_ID): string {
  const fields = (uniqueFields(resource) ?? ["name"]).filter((field) => !SCOPE.includes(field));
  const stem = fields.map((field) => slugOf(resource, row[field])).join("-");
  return `${stem}-${row.id.slice(0, idLength)}${EXTENSION}`;
}

/** Whether two files tell the same, but for the id. */
export function isNamedAlike(file: string, other: string): boolean {
  return stemOf(file) === stemOf(other);
}

/** Whether a file may be that of an entity with this name. */
export function mayBeNamed(resource: ResourceName, file: string, name: string): boolean {
  const stem = stemOf(file);
  const wanted = slugOf(resource, name);
  return stem === wanted || stem.endsWith(`-${wanted}`);
}

/** Whether a file may be that of an entity whose id begins so. */
export function mayHaveId(file: string, prefix: string): boolean {
  const short = file.slice(-(EXTENSION.length + SHORT_ID), -EXTENSION.length);
  return prefix.startsWith(short) || short.startsWith(prefix);
}

function slugOf(resource: ResourceName, value: unknown): string {
  return slug(String(value)) || resource;
}

function stemOf(file: string): string {
  return file.slice(0, -(EXTENSION.length + SHORT_ID + 1));
}
