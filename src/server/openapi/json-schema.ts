import * as z from "zod/mini";
import { Json, Name } from "../../domain/entities/fields.js";
import { Graph } from "../../domain/graph.js";
import type { Shape } from "../routes/route.js";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A request may leave out what has a default; an answer never does. */
export type Direction = "input" | "output";

/** Schemas that many have in them, said once. */
export const SHARED = { json: Json, graph: Graph } as const;

const SPACE = "\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const NO_NAME = "\\u0000-\\u001f\\u007f-\\u009f/\\\\";
/** What the checks of a name say in code. */
const NAME_PATTERN = `^[^-${NO_NAME}${SPACE}]([^${NO_NAME}]*[^${NO_NAME}${SPACE}])?$`;

export function refTo(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

export function shapeSchema(shape: Shape, direction: Direction): JsonSchema {
  return "named" in shape ? refTo(shape.named) : jsonSchema(shape, direction);
}

/** As it stands in the document: what is shared is referred to. */
export function jsonSchema(schema: z.core.$ZodType, direction: Direction): JsonSchema {
  const registry = z.registry<{ id: string }>();
  for (const [id, shared] of Object.entries(SHARED)) {
    if (shared !== schema) registry.add(shared, { id });
  }
  const made = z.toJSONSchema(schema, {
    io: direction,
    metadata: registry,
    override: ({ zodSchema, jsonSchema: written }) => {
      // Descriptions, and what a schema says of itself that its checks do in code.
      Object.assign(written, z.globalRegistry.get(zodSchema));
      if (zodSchema === Name) written.pattern = NAME_PATTERN;
      // Which digits `\d` stands for depends on who reads it.
      written.pattern &&= written.pattern.replaceAll("\\d", "[0-9]");
    },
  });
  const { $schema: _dialect, $defs: _shared, id: _id, ...rest } = made;
  return withReferences(rest);
}

function withReferences(schema: object): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
  // What was written here a line above.
  return JSON.parse(text) as JsonSchema;
}
