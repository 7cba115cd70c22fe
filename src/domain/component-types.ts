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

type ComponentType = (typeof COMPONENT_TYPES)[number];

/** Kinds that every stack must have. */
export const REQUIRED_COMPONENTS = [
  "orchestrator",
  "artifact_store",
] as const satisfies readonly ComponentType[];

export function isRequired(type: ComponentType): boolean {
  return REQUIRED_COMPONENTS.some((required) => required === type);
}

/** What people call a kind in a sentence. */
export function kindLabel(type: ComponentType): string {
  return type.replaceAll("_", " ");
}

/** What people call several of them: `container registries`. */
export function kindPlural(type: ComponentType): string {
  return kindLabel(type).replace(/y$/, "ie") + "s";
}

/** How the command line spells a kind, as noun and as flag. */
export function kindWord(type: ComponentType): string {
  return type.replaceAll("_", "-");
}
