// What `import … from "zenml/testing"` gives: contracts of components, and a store to try things on.
export { testArtifactStore } from "../testing/test-artifact-store.js";
export { testOrchestrator } from "../testing/test-orchestrator.js";
export { testSecretsManager } from "../testing/test-secrets-manager.js";
export type { Open, TestFunction } from "../testing/suite.js";
export { componentContext } from "../testing/component-context.js";
export { FakeClock } from "../testing/fake-clock.js";
export { memoryStore } from "../testing/memory-store.js";
export type { MemoryStoreOptions } from "../testing/memory-store.js";
