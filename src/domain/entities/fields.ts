// Field schemas that several entities share.
import * as z from "zod/mini";
import { STATUSES } from "../status.js";

const MAX_NAME = 255;
// Control characters and path separators would break terminals, files and URLs; half a surrogate pair
// is no character, and no database keeps it.
// oxlint-disable-next-line no-control-regex
const FORBIDDEN_IN_NAME = /[\u0000-\u001f\u007f-\u009f/\\\p{Cs}]/u;

/** A lower-case UUID. */
export const Id = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));

/** A user-given name: 1 to 255 characters, no control characters, no `/` or `\`, no leading dash or space. */
export const Name = z.string().check(
  z.minLength(1, "a name cannot be empty"),
  z.maxLength(MAX_NAME, `a name has at most ${MAX_NAME} characters`),
  z.refine(
    (name) => !FORBIDDEN_IN_NAME.test(name),
    "a name cannot contain control characters, '/' or '\\'",
  ),
  z.refine((name) => !name.startsWith("-"), "a name cannot begin with '-'"),
  z.refine((name) => name === name.trim(), "a name cannot begin or end with a space"),
);

/** UTC in ISO 8601 with milliseconds, so that text order is time order. */
export const Timestamp = z
  .string()
  .check(
    z.regex(
      /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/,
    ),
  );

/** State of a run or a step. */
export const Status = z.enum(STATUSES);

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
// Named here rather than inferred: a type that contains itself can only be written by its name.
export const Json: z.ZodMiniType<Json, Json> = z.json();

export const JsonRecord = z.record(z.string(), Json);
export type JsonRecord = z.infer<typeof JsonRecord>;

/** What every entity has. */
export const Base = { id: Id, created: Timestamp, updated: Timestamp };
/** What every entity inside a project has. */
export const Scoped = { ...Base, project_id: Id, user_id: Id };
