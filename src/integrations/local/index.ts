// The local integration: runs and stores on this machine. This file only describes its flavors.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";

const OrchestratorConfig = z.strictObject({
  /** Steps under way at once. */
  max_parallel: z.optional(z.int().check(z.positive())),
});

const ArtifactStoreConfig = z.strictObject({
  /** Folder of the artifacts; default: a folder of this component's own on each machine. */
  path: z.optional(z.string()),
});

export const localOrchestratorFlavor: Flavor<"orchestrator"> = {
  name: "local",
  type: "orchestrator",
  description: "Runs the steps of a pipeline on this machine, independent ones in parallel.",
  local: true,
  config: OrchestratorConfig,
  load: async (config) => {
    const { localOrchestrator } = await import("./orchestrator.js");
    return localOrchestrator(OrchestratorConfig.parse(config));
  },
};

export const localArtifactStoreFlavor: Flavor<"artifact_store"> = {
  name: "local",
  type: "artifact_store",
  description: "Keeps artifacts in a folder of this machine.",
  local: true,
  config: ArtifactStoreConfig,
  load: async (config, context) => {
    const { localArtifactStore } = await import("./artifact-store.js");
    return localArtifactStore({
      root: ArtifactStoreConfig.parse(config).path ?? context.localFolder,
    });
  },
};
