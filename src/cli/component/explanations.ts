// What each kind of component is for, for people who meet it for the first time.
import type { ComponentType } from "../../domain/entities/component.js";

export const EXPLANATIONS: Readonly<Record<ComponentType, string>> = {
  artifact_store: `An artifact store keeps the values that steps write: tables, models, files, reports.
Every stack has one. Values are stored by their content, so that the same value is kept once,
and are read back with \`zenml artifact read\` or from code.

The flavor \`local\` keeps them in a folder of this machine. Steps that run on other machines need
an artifact store that those machines reach too.`,
  orchestrator: `An orchestrator decides where and when the steps of a pipeline run: it takes the compiled graph,
starts what is ready, and waits for what is not. Every stack has one.

The flavor \`local\` runs steps on this machine, independent ones side by side. Others hand them to a
cluster or to a service of a cloud; the pipeline stays as it is.`,
  alerter: `An alerter sends messages from a pipeline to people, e.g. into a chat channel: that a run has
failed, or that a model waits for approval.`,
  annotator: `An annotator brings data to people who label it, and the labels back to pipelines. Its datasets
are listed with \`zenml annotator dataset list\`.`,
  container_registry: `A container registry keeps the container images that steps run in when they run elsewhere.
Its attribute \`uri\` says where it is, e.g. \`localhost:5000\` or \`docker.io/NAME\`.`,
  data_validator: `A data validator checks data and models for drift, gaps and wrong values while a pipeline runs,
and writes a report of it.`,
  experiment_tracker: `An experiment tracker records parameters, metrics and models of runs in a tool made for comparing
them. What runs, steps and artifacts have in common is recorded without one.`,
  feature_store: `A feature store keeps computed features, so that training and serving use the same ones. What is
in it is listed with \`zenml feature-store feature get-feature-views\`.`,
  image_builder: `An image builder makes the container images that steps run in when they run elsewhere.`,
  model_deployer: `A model deployer starts servers that answer with a model's predictions, and keeps count of them:
\`zenml model-deployer models list\`.`,
  model_registry: `A model registry keeps versions of models with their stages, apart from the runs that made them.`,
  secrets_manager: `A secrets manager keeps passwords, keys and tokens apart from all else. Attributes of components
refer to them as \`{{name.key}}\`; the value is filled in when a component is used.

Without one in the stack, each profile keeps its secrets in an encrypted file of this machine.
\`zenml secret register\` adds one either way.`,
  step_operator: `A step operator runs single steps somewhere else than the orchestrator runs the others, e.g. one
that needs a GPU.`,
};
