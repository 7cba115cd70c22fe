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
