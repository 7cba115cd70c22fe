import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { TypeMessage } from "./type-message.js";

/** A validator of params: zod, valibot, arktype or any other Standard Schema whose input is an object. */
export type ParamsSchema = StandardSchemaV1<object, unknown>;

/** The input of a step or pipeline that declares no params. */
export interface NoParams {
  readonly [param: string]: TypeMessage<"no params are declared here: add a `params` schema">;
}

/** What is given: keys with a default in the schema are optional. */
export type ParamsInput<Schema> = Schema extends ParamsSchema
  ? StandardSchemaV1.InferInput<Schema> & object
  : NoParams;

/** What a function receives: validated, defaults filled in. */
export type ParamsOutput<Schema> = Schema extends ParamsSchema
  ? StandardSchemaV1.InferOutput<Schema>
  : Readonly<Record<never, never>>;

/** The params that a schema yields, e.g. `Params<typeof schema>`. */
export type Params<Schema extends ParamsSchema> = StandardSchemaV1.InferOutput<Schema>;

/** Params of which some were given before: those may be left out. */
export type Relaxed<Given, Names extends keyof Given> = [Names] extends [never]
  ? Given
  : Omit<Given, Names> & Partial<Pick<Given, Names>>;

/** True as a type when an object without any property satisfies it. */
export type IsOptional<Given> = Readonly<Record<never, never>> extends Given ? true : false;
