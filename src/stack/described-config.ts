import type { JsonRecord } from "../domain/entities/fields.js";

/** A configuration of which only the JSON schema is at hand: a person's own flavor before it is used. */
export interface DescribedConfig {
  readonly jsonSchema: JsonRecord;
}
