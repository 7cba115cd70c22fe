import * as z from "zod/mini";
import { COMPONENT_TYPES } from "../component-types.js";
import { JsonRecord, Name, Scoped } from "./fields.js";

export { COMPONENT_TYPES };

export const ComponentType = z.enum(COMPONENT_TYPES);
export type ComponentType = z.infer<typeof ComponentType>;

/** A configured part of a stack: `flavor` says which implementation reads `configuration`. */
export const Component = z.strictObject({
  ...Scoped,
  name: Name,
  type: ComponentType,
  flavor: Name,
  configuration: JsonRecord,
  shared: z.boolean(),
});
export type Component = z.infer<typeof Component>;
