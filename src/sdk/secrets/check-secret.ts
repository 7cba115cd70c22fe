// Whether a secret may be kept as it is given: everything that is wrong with it at once, no value shown.
import * as z from "zod/mini";
import { Name } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import type { Secret } from "../../stack/secrets-manager.js";
import { nearest } from "../../util/nearest.js";
import { ARBITRARY, SCHEMA_NAMES, keysOfSchema, schemaOf } from "./secret-schemas.js";

/** Words of the commands, and what objects of JavaScript have by themselves. */
const RESERVED = ["name", "__proto__"];
const KEY = /^[A-Za-z_][\w.-]*$/;

/** Errors: `invalid_input` with all problems. */
export function checkNewSecret({ name, schema, values }: Secret): void {
  const missing = schemaOf(schema).required.filter((key) => !Object.hasOwn(values, key));
  throwProblems(name, [
    ...nameProblems(name),
    ...schemaProblems(schema),
    ...(Object.keys(values).length === 0 ? ["it has no values: --KEY=VALUE"] : []),
    ...keyProblems(schema, Object.keys(values)),
    ...missing.map((key) => `the schema '${schema}' needs the key '${key}'`),
  ]);
}

/** Errors: `invalid_input` with all problems. */
export function checkNewValues({ name, schema }: Omit<Secret, "values">, keys: readonly string[]) {
  throwProblems(name, [
    ...(keys.length === 0 ? ["there is nothing to change: --KEY=VALUE"] : []),
    ...keyProblems(schema, keys),
  ]);
}

function nameProblems(name: string): string[] {
  if (name === "__proto__") return ["'__proto__' cannot be the name of a secret"];
  const parsed = z.safeParse(Name, name);
  const problems = parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
  // It would end the name in a reference.
  const isReferable = !/[\s.{}]/.test(name);
  return isReferable
    ? problems
    : [...problems, "its name cannot contain spaces, '.', '{' or '}', because of {{name.key}}"];
}

function schemaProblems(schema: string): string[] {
  if (SCHEMA_NAMES.includes(schema)) return [];
  const close = nearest(schema, SCHEMA_NAMES);
  const meant = close === undefined ? "" : `; did you mean '${close}'?`;
  return [`there is no schema '${schema}', only ${SCHEMA_NAMES.join(", ")}${meant}`];
}

function keyProblems(schema: string, keys: readonly string[]): string[] {
  const known = keysOfSchema(schema);
  return keys.flatMap((key) => {
    if (RESERVED.includes(key)) return [`you can't use '${key}' as the key of a value`];
    if (!KEY.test(key)) {
      return [`'${key}' is no key: letters, digits, '_', '-' and '.', not beginning with a digit`];
    }
    if (schema === ARBITRARY || known.length === 0 || known.includes(key)) return [];
    const close = nearest(key, known);
    const meant = close === undefined ? `it has ${known.join(", ")}` : `did you mean '${close}'?`;
    return [`the schema '${schema}' has no key '${key}'; ${meant}`];
  });
}

function throwProblems(name: string, problems: readonly string[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const listed = others.length === 0 ? ` ${first}.` : `\n  - ${problems.join("\n  - ")}`;
  throw new ZenError("invalid_input", `The secret '${name}' cannot be kept like this:${listed}`, {
    hint: problems.length === 1 ? "Correct it and try again." : "Correct them and try again.",
    details: { problems },
  });
}
