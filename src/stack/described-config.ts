import type { JsonRecord } from "../domain/entities/fields.js";

/**
 * A schema of zod, as ZenML's own flavors have one. Said by what is asked of it: zod's type would make
 * everybody who imports ZenML's types read those of zod.
 */
export interface SchemaConfig {
  readonly _zod: object;
  safeParse(configuration: unknown): { readonly success: boolean };
}

/** A configuration of which only the JSON schema is at hand: a person's own flavor before it is used. */
export interface DescribedConfig {
  readonly jsonSchema: JsonRecord;
}
