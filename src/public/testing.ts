// What `import … from "zenml/testing"` gives: contracts of components, a store to try things on, and runs
// of pipelines in tests.
export { testArtifactStore } from "../testing/test-artifact-store.js";
export { testExperimentTracker } from "../testing/test-experiment-tracker.js";
export type { ReadExperiment, TrackerUnderTest } from "../testing/test-experiment-tracker.js";
export { testOrchestrator } from "../testing/test-orchestrator.js";
export { testSecretsManager } from "../testing/test-secrets-manager.js";
export { testStepOperator } from "../testing/test-step-operator.js";
export type { Open, TestFunction } from "../testing/suite.js";
export { componentContext } from "../testing/component-context.js";
export { FakeClock } from "../testing/fake-clock.js";
export { memoryStore } from "../testing/memory-store.js";
export type { MemoryStoreOptions } from "../testing/memory-store.js";
export { testRun } from "../testing/runs/test-run.js";
export type {
  KitOptions,
  ResumeTestedOptions,
  ScheduledOptions,
  TestKit,
  TestedRunOptions,
} from "../testing/runs/test-kit.js";
export type { TestedRun, TestedStep } from "../testing/runs/tested-run.js";
export type {
  ArtifactFault,
  Fault,
  FaultEffect,
  StepFault,
  StoreFault,
} from "../testing/runs/fault.js";
export { replayRun } from "../testing/runs/replay-run.js";
export type { ReplayRunOptions } from "../testing/runs/replay-run.js";
export type { Replay, ReplayVerdict, ReplayedStep } from "../sdk/replay/replay.js";
