// The local integration: runs and stores on this machine. This file only describes its flavors.
import { availableParallelism, totalmem } from "node:os";
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, textLike, withDefault } from "../../stack/schema/fields.js";
import { secretScope } from "../../stack/schema/secret-scope.js";
import type { HeededSettings } from "../../stack/settings/heeded-settings.js";
import { TELLS_MEMORY } from "../../util/watch-memory.js";

const OrchestratorConfig = z.strictObject({
  max_parallel: optional(
    z.int().check(z.positive(), z.meta({ description: "Most steps under way at once" })),
  ),
});

const ArtifactStoreConfig = z.strictObject({
  path: withDefault(
    textLike(
      /^(?!(?:s3|gs|az|abfss?|hdfs|https?):\/\/)/,
      "is a folder of this machine",
      "Folder of the artifacts; default: a folder of the component's own on each machine",
    ),
    "",
  ),
});

const OF_THIS_MACHINE: HeededSettings = {
  // Elsewhere nothing tells what a step takes, so that no limit could be kept.
  resources: TELLS_MEMORY ? ["cpu_count", "memory"] : ["cpu_count"],
  capacity: () => ({ cpu_count: availableParallelism(), memory: totalmem() }),
};

const localOrchestratorFlavor: Flavor<"orchestrator"> = {
  name: "local",
  type: "orchestrator",
  description: "Runs the steps of a pipeline on this machine, independent ones in parallel.",
  local: true,
  config: OrchestratorConfig,
  heeds: OF_THIS_MACHINE,
  load: async (config) => {
    const { localOrchestrator } = await import("./orchestrator.js");
    return localOrchestrator(OrchestratorConfig.parse(config));
  },
};

const localDockerFlavor: Flavor<"orchestrator"> = {
  name: "local_docker",
  type: "orchestrator",
  description: "Runs each step in a container of this machine.",
  local: true,
  config: z.strictObject({}),
};

const localArtifactStoreFlavor: Flavor<"artifact_store"> = {
  name: "local",
  type: "artifact_store",
  description: "Keeps artifacts in a folder of this machine.",
  local: true,
  config: ArtifactStoreConfig,
  load: async (config, context) => {
    const { localArtifactStore } = await import("./artifact-store.js");
    const { path } = ArtifactStoreConfig.parse(config);
    return localArtifactStore({ root: path === "" ? context.localFolder : path });
  },
};

const localStepOperatorFlavor: Flavor<"step_operator"> = {
  name: "local",
  type: "step_operator",
  description: "Runs single steps in a process of their own on this machine.",
  local: true,
  config: z.strictObject({}),
  heeds: OF_THIS_MACHINE,
  load: async () => {
    const { localStepOperator } = await import("./step-operator.js");
    return localStepOperator();
  },
};

const SecretsManagerConfig = z.strictObject({
  ...secretScope,
  secrets_file: withDefault(
    textLike(
      /^(?:\/|[A-Za-z]:[\\/]|$)/,
      "is an absolute path",
      "File of the secrets; default: one of the component's own on each machine",
    ),
    "",
  ),
});

const localSecretsManagerFlavor: Flavor<"secrets_manager"> = {
  name: "local",
  type: "secrets_manager",
  description: "Keeps secrets in an encrypted file of this machine.",
  local: true,
  config: SecretsManagerConfig,
  load: async (config, { localFolder, machine }) => {
    const { localSecretsManager } = await import("./secrets-manager.js");
    const { secrets_file } = SecretsManagerConfig.parse(config);
    return localSecretsManager({ file: secrets_file, localFolder, machine });
  },
};

export const flavors: readonly Flavor[] = [
  localOrchestratorFlavor,
  localDockerFlavor,
  localArtifactStoreFlavor,
  localSecretsManagerFlavor,
  localStepOperatorFlavor,
];
