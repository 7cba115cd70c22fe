import * as z from "zod/mini";
import { ComponentType } from "./component.js";
import { Id, Name, Scoped } from "./fields.js";

/** A component as a stack names it; the name is a copy, so that listing stacks opens no component. */
export const ComponentReference = z.strictObject({ id: Id, name: Name });
export type ComponentReference = z.infer<typeof ComponentReference>;

/** A set of components, at most one of a kind, that pipelines run on. */
export const Stack = z.strictObject({
  ...Scoped,
  name: Name,
  shared: z.boolean(),
  components: z.partialRecord(ComponentType, ComponentReference),
});
export type Stack = z.infer<typeof Stack>;
