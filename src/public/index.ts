// The front door: what `import … from "zenml"` gives. Explicit names only.
export { ZenError, isZenError } from "../domain/errors.js";
export type { ErrorCode, ZenErrorOptions } from "../domain/errors.js";
export { checkGraph } from "../domain/check-graph.js";
export type {
  Graph,
  GraphCondition,
  GraphInput,
  GraphMap,
  GraphStep,
  SourceLocation,
} from "../domain/graph.js";
export type { Json, JsonRecord } from "../domain/entities/fields.js";

export { step } from "../sdk/step.js";
export { commandStep } from "../sdk/command-step.js";
export { pythonStep } from "../sdk/python-step.js";
export { pipeline } from "../sdk/pipeline.js";
export { branch, when } from "../sdk/when.js";
export { testContext } from "../sdk/test-context.js";
export type { TestContext } from "../sdk/test-context.js";
export type { RunOptions } from "../sdk/run-options.js";
export type { Params, ParamsSchema } from "../sdk/types/params.js";
export type { Pipeline, PipelineOptions } from "../sdk/types/pipeline.js";
export type { Condition } from "../sdk/types/branches.js";
export type { Over } from "../sdk/types/map.js";
export type { After, OptionalRef, Ref } from "../sdk/types/ref.js";
export type { Settings } from "../sdk/types/settings.js";
export { DockerSettings, ResourceSettings } from "../sdk/configuration/settings.js";
export type { Step, StepOptions } from "../sdk/types/step.js";
export type { CommandStepOptions, PythonStepOptions } from "../sdk/types/foreign-step.js";
export type { PythonEnvironment } from "../runtime/foreign/external-step.js";

export type { ScheduleOptions } from "../runtime/configuration/run-configuration.js";
export type { Schedule } from "../domain/entities/schedule.js";
export type { RunConfiguration, StepRunConfiguration } from "../runtime/compiled-pipeline.js";
export type {
  Configuration,
  PipelineConfiguration,
  StepConfiguration,
} from "../runtime/definition.js";
export type {
  PipelineHook,
  PipelineHookContext,
  StepHook,
  StepHookContext,
} from "../runtime/hooks/hook-context.js";
export type { RunEvent, RunListener } from "../runtime/run-events.js";
export type { StepContext, StepExperiment, StepLog } from "../runtime/step-context.js";

export { defineFlavor } from "../stack/define-flavor.js";
export type { ConfigSchema, FlavorDefinition, OwnFlavor } from "../stack/define-flavor.js";
export type { ComponentContext, Flavor } from "../stack/flavor.js";
export type {
  ExperimentTracker,
  TrackedEntries,
  TrackedMetric,
  TrackedRun,
  TrackedStatus,
  TrackedStep,
} from "../stack/experiment-tracker.js";
export type { OrchestratedRun, Orchestrator } from "../stack/orchestrator.js";
export type { Secret, SecretSummary, SecretsManager } from "../stack/secrets-manager.js";
export type { LaunchEnd, StepLaunch, StepOperator } from "../stack/step-operator.js";
export type {
  ArtifactStore,
  ReadRange,
  StoredBytes,
  StoredFile,
} from "../artifacts/artifact-store.js";

export { materializer } from "../artifacts/define-materializer.js";
export type { MaterializerDefinition } from "../artifacts/define-materializer.js";
export type {
  ArtifactReader,
  Content,
  Materializer,
  ValueDescription,
} from "../artifacts/materializer.js";
export type { Collection } from "../artifacts/collection.js";
export { array } from "../artifacts/materializers/array.js";
export { bytes } from "../artifacts/materializers/bytes.js";
export { file } from "../artifacts/materializers/file.js";
export type { FileValue } from "../artifacts/materializers/file-value.js";
export { html } from "../artifacts/materializers/html.js";
export type { Html } from "../artifacts/materializers/html.js";
export { image } from "../artifacts/materializers/image.js";
export type { Image } from "../artifacts/materializers/image.js";
export { json } from "../artifacts/materializers/json.js";
export { markdown } from "../artifacts/materializers/markdown.js";
export type { Markdown } from "../artifacts/materializers/markdown.js";
export { shapedArray } from "../artifacts/materializers/shaped-array.js";
export type { ShapedArray } from "../artifacts/materializers/shaped-array.js";
export { table } from "../artifacts/materializers/table.js";
export type { ArrowField, ArrowTable } from "../artifacts/materializers/table.js";

export { externalArtifact } from "../sdk/artifacts/external-artifact.js";
export type { Lineage, LineageEdge, LineageNode } from "../sdk/artifacts/lineage/lineage-graph.js";
export type { Pruned, PruneOptions } from "../sdk/artifacts/prune/prune-artifacts.js";
export type {
  RegisterArtifactOptions,
  RegisteredArtifact,
} from "../sdk/artifacts/register-artifact.js";
export type { StepExplanation } from "../sdk/caching/explain-step.js";
export { Client, Client as Repository } from "../sdk/client.js";
export type { ClientOptions } from "../sdk/client.js";
export type { PipelineRunResult } from "../sdk/run-pipeline.js";
export type { PipelineView } from "../sdk/post-execution/pipeline-view.js";
export type { RunView } from "../sdk/post-execution/run-view.js";
export type { ArtifactView, StepView } from "../sdk/post-execution/step-view.js";
export type { ProfileView } from "../sdk/profiles/profile-view.js";
export type { NewProfileInput } from "../sdk/profiles/create-profile.js";
export type { ActiveChange } from "../sdk/session/set-active.js";
