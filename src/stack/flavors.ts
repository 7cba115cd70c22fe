// The registry of flavors: which integration describes which, loaded when it is asked for.
import type { ComponentType } from "../domain/entities/component.js";
import { ZenError } from "../domain/errors.js";
import { nearest } from "../util/nearest.js";
import type { Flavor } from "./flavor.js";

interface FlavorRow {
  readonly type: ComponentType;
  readonly name: string;
  readonly load: () => Promise<Flavor>;
}

const local = () => import("../integrations/local/index.js");

export const FLAVORS: readonly FlavorRow[] = [
  {
    type: "orchestrator",
    name: "local",
    load: async () => (await local()).localOrchestratorFlavor,
  },
  {
    type: "artifact_store",
    name: "local",
    load: async () => (await local()).localArtifactStoreFlavor,
  },
];

/** Errors: `flavor_unknown` with the flavors that exist for the kind. */
export async function findFlavor(type: ComponentType, name: string): Promise<Flavor> {
  const row = FLAVORS.find((flavor) => flavor.type === type && flavor.name === name);
  if (row !== undefined) return row.load();
  const names = FLAVORS.filter((flavor) => flavor.type === type).map((flavor) => flavor.name);
  const close = nearest(name, names);
  throw new ZenError("flavor_unknown", `There is no ${type} flavor named '${name}'.`, {
    hint:
      close === undefined
        ? `Flavors of this kind: ${names.join(", ") || "none"}.`
        : `Did you mean '${close}'?`,
  });
}
