// How earlier releases spelled what components have. Each is read, and none of them is written.
import type { ComponentType } from "../domain/entities/component.js";
import type { JsonRecord } from "../domain/entities/fields.js";

interface OldAttribute {
  /** Kinds whose components had it; a field of the same name in a flavor of today comes first. */
  readonly types: readonly ComponentType[];
  readonly name: string;
  /** The name of today; absent where components do not have it any more. */
  readonly now?: string;
  /** What to do instead. */
  readonly instead?: string;
}

const IMAGE = "a pipeline says its image in its settings: { docker: { parent_image: … } }";
const RUNS_IMAGES: readonly ComponentType[] = ["orchestrator", "step_operator", "model_deployer"];

export const OLD_ATTRIBUTES: readonly OldAttribute[] = [
  { types: RUNS_IMAGES, name: "docker_parent_image", instead: IMAGE },
  { types: RUNS_IMAGES, name: "custom_docker_base_image_name", instead: IMAGE },
  { types: ["step_operator"], name: "base_image", instead: IMAGE },
  { types: ["step_operator"], name: "docker_base_image", instead: IMAGE },
  { types: ["orchestrator"], name: "airflow_home", instead: "Airflow's own AIRFLOW_HOME counts" },
];

export interface Respelled {
  readonly configuration: JsonRecord;
  readonly warnings: readonly string[];
}

/** Today's names for yesterday's: old spellings, dashes for underscores, null for what is not set. */
export function respell(
  type: ComponentType,
  given: JsonRecord,
  isKnown: (name: string) => boolean,
): Respelled {
  const configuration = new Map<string, JsonRecord[string]>();
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    // Old files write null for whatever was not given.
    if (value === null) continue;
    const known = [name, name.replaceAll("-", "_")].find(isKnown);
    const old = OLD_ATTRIBUTES.find((row) => row.types.includes(type) && row.name === name);
    if (known !== undefined) configuration.set(known, value);
    else if (old === undefined || (old.now !== undefined && isKnown(old.now)))
      configuration.set(old?.now ?? name, value);
    else warnings.push(`'${name}' is left out (it was '${String(value)}'): ${old.instead ?? ""}.`);
  }
  return { configuration: Object.fromEntries(configuration), warnings };
}
