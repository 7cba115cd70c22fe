// What a person writes to make a flavor of their own: one file, registered by its path.
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { COMPONENT_TYPES } from "../domain/component-types.js";
import type { ComponentType } from "../domain/entities/component.js";
import { Name } from "../domain/entities/fields.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import { ZenError } from "../domain/errors.js";
import type { ComponentContext, DescribedConfig, Flavor, Implementation } from "./flavor.js";
import { jsonSchemaOf, plainSchema } from "./schema/json-schema.js";

/** A validator of a configuration: zod, valibot, arktype or any other Standard Schema of an object. */
export type ConfigSchema = StandardSchemaV1<object, unknown>;

export interface FlavorDefinition<Type extends ComponentType, Schema extends ConfigSchema> {
  readonly name: string;
  readonly type: Type;
  readonly description?: string | undefined;
  /** In zod, `.meta({ sensitive: true })` marks a secret and `.describe("…")` says what a field is for. */
  readonly config: Schema;
  /** JSON schema of the configuration, where the validator cannot tell it. */
  readonly configSchema?: JsonRecord | undefined;
  /** Runs or stores on this machine only. */
  readonly local: boolean;
  /** Runs or stores on other machines only; default: what is not local. */
  readonly remote?: boolean | undefined;
  /** @param config validated, defaults filled in, secrets in place of references */
  load(
    config: StandardSchemaV1.InferOutput<Schema>,
    context: ComponentContext,
  ): Implementation<Type> | Promise<Implementation<Type>>;
}

export interface OwnFlavor<Type extends ComponentType = ComponentType> extends Flavor<Type> {
  readonly config: DescribedConfig;
  /** Errors: `invalid_input` when the configuration does not suit. */
  load(config: JsonRecord, context: ComponentContext): Promise<Implementation<Type>>;
}

const FLAVOR = Symbol.for("zenml.flavor");

/**
 * Makes a flavor: the configuration and the implementation of one kind of component.
 *
 * @example
 * ```ts
 * import { defineFlavor } from "zenml";
 * import * as z from "zod";
 *
 * export default defineFlavor({
 *   name: "console",
 *   type: "alerter",
 *   config: z.object({ prefix: z.string().default("") }),
 *   local: true,
 *   load: ({ prefix }) => ({ post: (text: string) => console.error(prefix + text) }),
 * });
 * ```
 */
export function defineFlavor<const Type extends ComponentType, const Schema extends ConfigSchema>(
  definition: FlavorDefinition<Type, Schema>,
): OwnFlavor<Type> {
  const jsonSchema = schemaOf(definition);
  const problems = [
    ...problemsOf(definition),
    ...("problem" in jsonSchema ? [jsonSchema.problem] : []),
  ];
  if (problems.length > 0) {
    throw new ZenError("invalid_input", `This is no flavor: ${problems.join("; ")}.`, {
      hint: "docs/guide/flavors.md shows a complete one.",
      details: { problems },
    });
  }
  const { name, type, description = "", config, local, remote = !local } = definition;
  const flavor: OwnFlavor<Type> = {
    ...{ name, type, description, local, remote },
    config: { jsonSchema: "problem" in jsonSchema ? {} : jsonSchema.schema },
    load: async (given, context) => definition.load(await validated(config, given, name), context),
  };
  Object.defineProperty(flavor, FLAVOR, { value: true });
  return flavor;
}

/** Recognises what `defineFlavor` made, also that of another copy of the package. */
export function isOwnFlavor(value: unknown): value is OwnFlavor {
  return typeof value === "object" && value !== null && FLAVOR in value;
}

async function validated<Schema extends ConfigSchema>(
  schema: Schema,
  given: JsonRecord,
  name: string,
): Promise<StandardSchemaV1.InferOutput<Schema>> {
  const result = await schema["~standard"].validate(given);
  if (result.issues === undefined) return result.value;
  const problems = result.issues.map(({ path = [], message }) => {
    const keys = path.map((part) => String(typeof part === "object" ? part.key : part));
    return keys.length === 0 ? message : `'${keys.join(".")}': ${message}`;
  });
  throw new ZenError(
    "invalid_input",
    `The configuration does not suit the flavor '${name}': ${problems.join("; ")}.`,
    { details: { problems } },
  );
}

type Described = { readonly schema: JsonRecord } | { readonly problem: string };

function schemaOf({
  config,
  configSchema,
}: Pick<FlavorDefinition<ComponentType, ConfigSchema>, "config" | "configSchema">): Described {
  if (configSchema !== undefined) return { schema: strict(plainSchema(configSchema)) };
  if (typeof config !== "object" && typeof config !== "function") return { problem: NO_SCHEMA };
  if (!("~standard" in config)) return { problem: NO_SCHEMA };
  const schema = isZod(config) ? jsonSchemaOf(config) : standardSchema(config);
  if (schema === undefined) {
    const { vendor } = config["~standard"];
    return { problem: `${vendor} does not tell a JSON schema; give it as 'configSchema'` };
  }
  return schema["type"] === "object"
    ? { schema: strict(schema) }
    : { problem: "'config' describes no object" };
}

const NO_SCHEMA = "'config' is a schema of zod or of another Standard Schema validator";

/** Names that nobody reads are mistakes, unless the schema says that any will do. */
function strict(schema: JsonRecord): JsonRecord {
  return { additionalProperties: false, ...schema };
}

function isZod(schema: ConfigSchema): schema is ConfigSchema & Parameters<typeof jsonSchemaOf>[0] {
  return "_zod" in schema;
}

/** As validators tell it who follow Standard JSON Schema. */
function standardSchema({ "~standard": standard }: ConfigSchema): JsonRecord | undefined {
  const converter: unknown = "jsonSchema" in standard ? standard.jsonSchema : undefined;
  if (typeof converter !== "object" || converter === null || !("input" in converter))
    return undefined;
  if (typeof converter.input !== "function") return undefined;
  return plainSchema(converter.input({ target: "draft-2020-12" }));
}

function problemsOf(definition: FlavorDefinition<ComponentType, ConfigSchema>): string[] {
  const { name, type, load, local } = definition;
  const problems: string[] = [];
  const named = Name.safeParse(name);
  if (!named.success) problems.push(`'name': ${named.error.issues[0]?.message ?? "is no name"}`);
  if (!COMPONENT_TYPES.includes(type)) {
    problems.push(`'type' is one of ${COMPONENT_TYPES.join(", ")}, not '${String(type)}'`);
  }
  if (typeof local !== "boolean") problems.push("'local' is true or false");
  if (typeof load !== "function") problems.push("'load' is a function that opens the component");
  return problems;
}
