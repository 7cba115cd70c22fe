// Settings with ZenML's own names, checked where they are written.
import type { JsonRecord } from "../../domain/entities/fields.js";
import { JsonRecord as JsonRecordSchema } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import { settingsProblems } from "../../stack/settings/settings-problems.js";
import type { DockerSettings as Docker } from "../../stack/settings/docker-settings.js";
import type { ResourceSettings as Resource } from "../../stack/settings/resource-settings.js";

export type DockerSettings = Docker;
export type ResourceSettings = Resource;

/**
 * What the image of a step is built with. Errors: `config_invalid` with every problem.
 *
 * @example
 * ```ts
 * import { DockerSettings, step } from "zenml";
 *
 * const docker = DockerSettings({ requirements: ["numpy"], apt_packages: ["git"] });
 * export const load = step("load", { settings: { docker } }, () => [1, 2, 3]);
 * ```
 */
export function DockerSettings(settings: DockerSettings): JsonRecord {
  return checked("docker", settings);
}

/**
 * What a step needs of the machine that it runs on. Errors: `config_invalid` with every problem.
 *
 * @example
 * ```ts
 * import { ResourceSettings, step } from "zenml";
 *
 * const resources = ResourceSettings({ cpu_count: 2, memory: "4GB" });
 * export const load = step("load", { settings: { resources } }, () => [1, 2, 3]);
 * ```
 */
export function ResourceSettings(settings: ResourceSettings): JsonRecord {
  return checked("resources", settings);
}

function checked(topic: "docker" | "resources", settings: object): JsonRecord {
  const problems = settingsProblems({ [topic]: settings });
  if (problems.length > 0) {
    throw new ZenError(
      "config_invalid",
      `These are no ${topic} settings: ${problems.join("; ")}.`,
      {
        hint: "docs/guide/configuration.md lists every field.",
        details: { problems },
      },
    );
  }
  return JsonRecordSchema.parse(JSON.parse(JSON.stringify(settings)));
}
