// The front door: what `import … from "zenml"` gives. Explicit names only.
export { ZenError, isZenError } from "../domain/errors.js";
export type { ErrorCode, ZenErrorOptions } from "../domain/errors.js";
export { checkGraph } from "../domain/check-graph.js";
export type { Graph, GraphInput, GraphStep, SourceLocation } from "../domain/graph.js";
export type { Json, JsonRecord } from "../domain/entities/fields.js";

export { step } from "../sdk/step.js";
export { pipeline } from "../sdk/pipeline.js";
export { testContext } from "../sdk/test-context.js";
export type { TestContext } from "../sdk/test-context.js";
export type { RunOptions } from "../sdk/run-options.js";
export type { Params, ParamsSchema } from "../sdk/types/params.js";
export type { Pipeline, PipelineOptions } from "../sdk/types/pipeline.js";
export type { After, Ref } from "../sdk/types/ref.js";
export type { Settings } from "../sdk/types/settings.js";
export type { Step, StepOptions } from "../sdk/types/step.js";

export type { RunConfiguration, StepRunConfiguration } from "../runtime/compiled-pipeline.js";
export type { Configuration } from "../runtime/definition.js";
export type { RunEvent, RunListener } from "../runtime/run-events.js";
export type { StepContext, StepLog } from "../runtime/step-context.js";
