// What `import … from "zenml/post-execution"` gives: reading runs afterwards.
export {
  getPipeline,
  getPipelines,
  getRun,
  getUnlistedRuns,
} from "../sdk/post-execution/functions.js";
export type { PipelineView } from "../sdk/post-execution/pipeline-view.js";
export type { RunView } from "../sdk/post-execution/run-view.js";
export type { ArtifactView, StepView } from "../sdk/post-execution/step-view.js";
