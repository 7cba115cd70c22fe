// What each kind of component is called in the overview of commands. Imported at every start: data alone.
import type { ComponentType } from "../../domain/entities/component.js";

/** One line each, as the overview has them. */
export const KIND_SUMMARIES: Readonly<Record<ComponentType, string>> = {
  artifact_store: "Where the values that steps write are kept",
  orchestrator: "What decides where and when steps run",
  alerter: "Messages to people, e.g. in a chat",
  annotator: "Labelling of data by people",
  container_registry: "Where container images are kept",
  data_validator: "Checks of data and models",
  experiment_tracker: "Parameters and metrics of experiments",
  feature_store: "Features for training and serving",
  image_builder: "What builds container images",
  model_deployer: "Serving of models",
  model_registry: "Versions of models",
  secrets_manager: "Where secrets are kept",
  step_operator: "Where single steps run, apart from the orchestrator",
};
