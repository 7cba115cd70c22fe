import { ZenError } from "../domain/errors.js";
import { builtInMaterializers } from "./materializers/built-in.js";
import type { Materializer } from "./materializer.js";

/** A materializer as a person writes it: `accepts` may be any test. */
export interface MaterializerDefinition<Value> extends Omit<Materializer<Value>, "accepts"> {
  accepts(value: unknown): boolean;
}

const NAME = /^[a-z][a-z0-9_-]*$/;
/** In a graph, `auto` stands for: chosen by the value. */
const TAKEN = ["auto", ...builtInMaterializers.map(({ name }) => name)];
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

/**
 * Types a person's own materializer, and checks its name and media type.
 *
 * @example
 * ```ts
 * import { materializer } from "zenml";
 *
 * const url = materializer<URL>({
 *   name: "url",
 *   media_type: "text/plain",
 *   accepts: (value) => value instanceof URL,
 *   write: (value) => new TextEncoder().encode(value.href),
 *   read: async (from) => new URL(new TextDecoder().decode(await from.bytes())),
 * });
 * ```
 */
export function materializer<Value>(
  definition: MaterializerDefinition<Value>,
): Materializer<Value> {
  const problems = problemsOf(definition);
  if (problems.length > 0) {
    throw new ZenError("invalid_input", `This is no materializer: ${problems.join("; ")}.`, {
      hint: "docs/guide/materializers.md shows a complete one.",
      details: { problems },
    });
  }
  const { name, media_type, describe } = definition;
  return {
    name,
    media_type,
    accepts: (value): value is Value => definition.accepts(value),
    write: (value) => definition.write(value),
    read: (from) => definition.read(from),
    ...(describe === undefined ? {} : { describe: describe.bind(definition) }),
  };
}

function problemsOf<Value>(definition: MaterializerDefinition<Value>): string[] {
  const { name, media_type } = definition;
  const problems: string[] = [];
  if (typeof name !== "string" || !NAME.test(name)) {
    problems.push("'name' is lower-case letters, digits, '-' and '_', beginning with a letter");
  } else if (TAKEN.includes(name)) {
    problems.push(`the name '${name}' is taken by a built-in one`);
  }
  if (typeof media_type !== "string" || !MEDIA_TYPE.test(media_type)) {
    problems.push("'media_type' is a type and a subtype, e.g. 'application/json'");
  }
  for (const member of ["accepts", "write", "read"] as const) {
    if (typeof definition[member] !== "function") problems.push(`'${member}' is not a function`);
  }
  return problems;
}
