import * as z from "zod/mini";
import { ComponentType } from "./component.js";
import { JsonRecord, Name, Scoped } from "./fields.js";

/**
 * A flavor of a person's own. `source` is a file (relative to the repository) or a package, with
 * `#export` where it is not the only one; `config_schema` is the JSON schema of its configuration, so
 * that it can be read where the source is not.
 */
export const FlavorEntity = z.strictObject({
  ...Scoped,
  name: Name,
  type: ComponentType,
  source: z.string().check(z.minLength(1, "a source cannot be empty")),
  config_schema: JsonRecord,
});
export type FlavorEntity = z.infer<typeof FlavorEntity>;
