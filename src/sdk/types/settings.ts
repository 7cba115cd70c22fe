import type { JsonRecord } from "../../domain/entities/fields.js";

/** Settings of a pipeline or step, by component or topic, e.g. `{ resources: { cpu_count: 2 } }`. */
export type Settings = JsonRecord;
