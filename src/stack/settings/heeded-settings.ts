import type { DescribedConfig, SchemaConfig } from "../described-config.js";
import type { DockerSettings } from "./docker-settings.js";
import type { ResourceSettings } from "./resource-settings.js";

/** What of the settings of a step has an effect with a component of a flavor; the rest is refused. */
export interface HeededSettings {
  /** Of who executes steps: the fields of `docker` that its images are built with. */
  readonly docker?: readonly (keyof DockerSettings)[];
  /** Of who executes steps: the fields of `resources`. */
  readonly resources?: readonly (keyof ResourceSettings)[];
  /** The most that there is of them, where that is known before. */
  capacity?(): { readonly cpu_count: number; readonly memory: number };
  /** The settings of its own, under `<type>.<flavor>`. */
  readonly own?: SchemaConfig | DescribedConfig;
}
