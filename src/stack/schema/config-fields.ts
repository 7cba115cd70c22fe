import { typeLabel } from "./check-value.js";
import { JsonSchema, configSchema, resolved } from "./json-schema.js";
import type { Flavor } from "../flavor.js";

/** One attribute of a flavor's configuration, as people read it. */
export interface ConfigField {
  readonly name: string;
  /** `text`, `a whole number`, `one of a, b`, … */
  readonly type: string;
  readonly required: boolean;
  /** Undefined: none. */
  readonly default: unknown;
  readonly secret: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
}

/** In the order in which the schema has them. */
export function configFields(root: JsonSchema): ConfigField[] {
  const { properties = {}, required = [] } = resolved(root, root);
  return Object.entries(properties).map(([name, property]) => {
    const schema = resolved(property, root);
    return {
      name,
      type: typeLabel(schema),
      required: required.includes(name),
      default: schema.default,
      secret: schema.sensitive === true,
      description: schema.description ?? "",
      schema,
    };
  });
}

/** The fields of a flavor; none when its stored schema cannot be read. */
export function fieldsOf(flavor: Pick<Flavor, "config">): ConfigField[] {
  const parsed = JsonSchema.safeParse(configSchema(flavor));
  return parsed.success ? configFields(parsed.data) : [];
}
