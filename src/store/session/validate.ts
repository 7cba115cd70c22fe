// Checks what comes in against a resource's schema, and says everything that is wrong with it at once.
import * as z from "zod/mini";
import { ZenError } from "../../domain/errors.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { SCHEMAS } from "../../domain/schemas.js";
import { nearest } from "../../util/nearest.js";
import type { Row } from "../row.js";
import { isSurelyValid } from "./surely-valid.js";

export interface Problem {
  /** Path of the field, with dots. */
  readonly field: string;
  readonly message: string;
}

type Fields = Readonly<Record<string, unknown>>;

const FIXED: readonly string[] = ["id", "created", "project_id", "user_id"];

/** Errors: `invalid_input` with all problems. */
export function validateEntity(resource: ResourceName, entity: Fields): void {
  throwProblems(resource, entityProblems(resource, entity), entity["name"]);
}

export function entityProblems(resource: ResourceName, entity: unknown): readonly Problem[] {
  const schema = SCHEMAS[resource];
  if (isSurelyValid(schema, entity)) return [];
  const parsed = z.safeParse(schema, entity);
  if (parsed.success) return [];
  const known = Object.keys(schema.shape);
  return parsed.error.issues.flatMap((issue) => problemsOf(issue, entity, known));
}

/** Errors: `invalid_input` with all problems. */
export function validateUpdate(resource: ResourceName, before: Row, set: Fields): void {
  throwProblems(resource, setProblems(resource, set, before), before["name"]);
}

/** Without `before`, fields that never change may not be among those that are set. */
export function setProblems(
  resource: ResourceName,
  set: Fields,
  before: Fields = {},
): readonly Problem[] {
  const { shape } = SCHEMAS[resource];
  return Object.entries(set).flatMap(([field, value]) => {
    const schema = Object.hasOwn(shape, field) ? shape[field] : undefined;
    if (schema === undefined) return [unknownField(field, "", Object.keys(shape))];
    if (FIXED.includes(field)) {
      return value === before[field] ? [] : [{ field, message: "cannot be changed" }];
    }
    if (isSurelyValid(schema, value)) return [];
    const parsed = z.safeParse(schema, value);
    if (parsed.success) return [];
    return parsed.error.issues.flatMap((issue) =>
      problemsOf({ ...issue, path: [field, ...issue.path] }, set, []),
    );
  });
}

function throwProblems(resource: ResourceName, problems: readonly Problem[], name: unknown): void {
  if (problems.length === 0) return;
  const { label } = RESOURCES[resource];
  const which = typeof name === "string" ? `${label} '${name}'` : label;
  const lines = problems.map(({ field, message }) => `${field === "" ? label : field}: ${message}`);
  const listed =
    lines.length === 1 ? ` ${lines[0] ?? ""}` : `\n${lines.map((line) => `  ${line}`).join("\n")}`;
  throw new ZenError("invalid_input", `The ${which} is not valid:${listed}`, {
    hint: problems.length === 1 ? "Correct it and try again." : "Correct them and try again.",
    details: { problems },
  });
}

function problemsOf(issue: z.core.$ZodIssue, input: unknown, known: readonly string[]): Problem[] {
  const field = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownField(key, field, field === "" ? known : []));
  }
  return [{ field, message: messageOf(issue, valueAt(input, issue.path)) }];
}

function unknownField(key: string, parent: string, known: readonly string[]): Problem {
  const close = nearest(key, known);
  const meant = close === undefined ? "" : `; did you mean '${close}'?`;
  return { field: parent === "" ? key : `${parent}.${key}`, message: `is no known field${meant}` };
}

// The small build of the schema library brings no sentences of its own.
const NO_MESSAGE = "Invalid input";

function messageOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.message !== NO_MESSAGE) return issue.message;
  if (value === undefined) return "is missing";
  if (issue.code === "invalid_type") return `must be of type ${issue.expected}`;
  if (issue.code === "invalid_format") return `'${String(value)}' has not the right form`;
  if (issue.code === "invalid_value") {
    const values = issue.values.map(String);
    const close = nearest(String(value), values);
    const meant = close === undefined ? "" : `; did you mean '${close}'?`;
    return `'${String(value)}' is none of ${values.join(", ")}${meant}`;
  }
  if (issue.code === "too_small") return `must be at least ${issue.minimum}`;
  if (issue.code === "too_big") return `must be at most ${issue.maximum}`;
  return "is not valid";
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined,
    input,
  );
}
