import * as z from "zod/mini";
import { JsonRecord, Name, Scoped } from "./fields.js";

/** Every kind of stack component, in the order in which lists show them. */
export const COMPONENT_TYPES = [
  "artifact_store",
  "orchestrator",
  "alerter",
  "annotator",
  "container_registry",
  "data_validator",
  "experiment_tracker",
  "feature_store",
  "image_builder",
  "model_deployer",
  "model_registry",
  "secrets_manager",
  "step_operator",
] as const;

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
