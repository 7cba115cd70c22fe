// The GitHub integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { text, yesNo } from "../../stack/schema/fields.js";
import { secretScope } from "../../stack/schema/secret-scope.js";

export const flavors: readonly Flavor[] = [
  {
    name: "github",
    type: "orchestrator",
    description: "Runs pipelines as GitHub Actions workflows.",
    local: false,
    remote: true,
    config: z.strictObject({
      skip_dirty_repository_check: yesNo("Run although there are changes that are not committed"),
      skip_github_repository_check: yesNo("Run although the repository is not on GitHub"),
      push: yesNo("Commit and push the workflow"),
    }),
  },
  {
    name: "github",
    type: "secrets_manager",
    description: "Keeps secrets in a GitHub repository.",
    local: false,
    remote: false,
    config: z.strictObject({
      ...secretScope,
      owner: text("Owner of the repository"),
      repository: text("Name of the repository"),
    }),
  },
];
