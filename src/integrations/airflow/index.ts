// The Airflow integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";

export const flavors: readonly Flavor[] = [
  {
    name: "airflow",
    type: "orchestrator",
    description: "Runs pipelines as DAGs of an Airflow deployment.",
    local: false,
    remote: false,
    config: z.strictObject({}),
  },
];
