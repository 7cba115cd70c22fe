// An entity as the text of its file. Loaded only when a file has changed or is written.
import { CORE_SCHEMA, YAMLException, dump, load } from "js-yaml";
import { fieldKinds } from "../../domain/field-kind.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { Row } from "../row.js";
import { entityProblems } from "../session/validate.js";

/** What is wrong with a file: where, from 1, when that is known. */
export interface TextProblem {
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  /** What to do, where that is known: it goes before the usual advice. */
  readonly hint?: (path: string) => string;
}

/** Keys in the order of the schema, so that a change of one field is a change of one line. */
export function writeEntity(resource: ResourceName, row: Row): string {
  const fields = [...fieldKinds(RESOURCES[resource]).keys()];
  const ordered = Object.fromEntries(fields.map((field) => [field, row[field]]));
  return dump(ordered, { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true });
}

export function readEntity(resource: ResourceName, text: string): Row | TextProblem {
  const conflict = conflictIn(text);
  if (conflict !== undefined) return conflict;
  const value = parse(text);
  if (value instanceof YAMLException) {
    // Not there for what concerns the text as a whole.
    const mark: { line: number; column: number } | undefined = value.mark;
    const place = { line: mark?.line ?? null, column: mark?.column ?? null };
    return { line: plusOne(place.line), column: plusOne(place.column), message: value.reason };
  }
  const problems = entityProblems(resource, value);
  if (problems.length === 0) return value as Row;
  const message = problems.map((one) => `${one.field || "it"}: ${one.message}`).join("; ");
  return { line: lineOf(text, problems[0]?.field), column: null, message };
}

export function isProblem(read: Row | TextProblem): read is TextProblem {
  return "message" in read && "line" in read;
}

/** Where two people changed the same lines, git writes both down and leaves the choice to a person. */
function conflictIn(text: string): TextProblem | undefined {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^<{7,}( |$)/.test(line));
  const isConflict = start !== -1 && lines.some((line) => /^>{7,}( |$)/.test(line));
  if (!isConflict) return undefined;
  return {
    line: start + 1,
    column: 1,
    message: "git left a conflict in it: two people changed the same lines",
    hint: (path) =>
      `Keep what is right and delete the marks, or take one side: git checkout --ours -- ${path} (or --theirs)`,
  };
}

function parse(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    if (error instanceof YAMLException) return error;
    throw error;
  }
}

function plusOne(index: number | null): number | null {
  return index === null ? null : index + 1;
}

function lineOf(text: string, field = ""): number | null {
  const key = field.split(".")[0] ?? "";
  const index = text.split(/\r?\n/).findIndex((line) => line.startsWith(`${key}:`));
  return key === "" || index === -1 ? null : index + 1;
}
