// What counts when several places say something: pipeline < step < file < command line. One table says
// how the values of a key become one.
import type { JsonRecord, Json } from "../domain/entities/fields.js";
import type { GraphStep } from "../domain/graph.js";
import type { RunConfiguration, StepRunConfiguration } from "./configuration/run-configuration.js";
import type { Configuration } from "./definition.js";

type Merge =
  /** Off wherever one place says so. */
  | "off"
  /** The last that says anything. */
  | "last"
  /** Key by key, the last one each. */
  | "keys"
  /** Key by key, and so are the records inside. */
  | "records";

/** THE table. A key that is not in it: the last that says anything. */
export const MERGES: Readonly<Record<string, Merge>> = {
  enable_cache: "off",
  parameters: "keys",
  settings: "records",
  extra: "records",
  outputs: "records",
  retry: "keys",
  cache: "keys",
  steps: "records",
};

const EXECUTION = [
  "retry",
  "timeout",
  "isolation",
  "cache",
  "step_operator",
  "experiment_tracker",
] as const satisfies readonly (keyof GraphStep)[];
type Execution = Pick<GraphStep, (typeof EXECUTION)[number]>;

export interface MergedConfiguration {
  readonly enable_cache: boolean;
  readonly settings: JsonRecord;
  readonly extra: JsonRecord;
}

/** What is said of a step; absent: nowhere. */
export type MergedStepConfiguration = MergedConfiguration & Execution;

type Layer = Configuration & Partial<Execution>;

/** Later layers win, record by record; caching is on only where no layer turns it off. */
export function mergeConfigurations(
  ...layers: readonly (Layer | undefined)[]
): MergedConfiguration {
  return {
    enable_cache: layers.every((layer) => layer?.enable_cache !== false),
    settings: withoutNulls(mergeRecords(...layers.map((layer) => layer?.settings))),
    extra: mergeRecords(...layers.map((layer) => layer?.extra)),
  };
}

/** As `mergeConfigurations`, with how the step is executed. */
export function mergeStepConfigurations(
  ...layers: readonly (Layer | undefined)[]
): MergedStepConfiguration {
  const execution = layers.reduce<Execution>((below, layer = {}) => {
    const said = EXECUTION.filter((key) => layer[key] !== undefined);
    return said.length === 0 ? below : mergeKeys(below, pick(layer, said));
  }, {});
  return { ...mergeConfigurations(...layers), ...execution };
}

/** One configuration over another that leaves unsaid what neither says; a cache may be turned on again. */
export function overlayConfiguration(below: Configuration, above: Configuration): Configuration {
  const merged = Object.entries(mergeKeys(below, above)).filter(([key]) => IN_CODE.has(key));
  const configuration: Configuration = Object.fromEntries(merged);
  return { ...configuration, enable_cache: above.enable_cache ?? below.enable_cache };
}

/** What `.with` and `.configure` change beside names and params. */
const IN_CODE: ReadonlySet<string> = new Set([
  ...["enable_cache", "settings", "extra", ...EXECUTION],
  ...["on_success", "on_failure", "failure_policy"],
]);

/** Run configurations as one, later ones winning: that of a file, then that of the command line. */
export function mergeRunConfigurations(
  ...layers: readonly (RunConfiguration | undefined)[]
): RunConfiguration {
  return layers.reduce<RunConfiguration>((below, above = {}) => {
    const names = Object.keys({ ...below.steps, ...above.steps });
    const steps = names.map((name): [string, StepRunConfiguration] => [
      name,
      mergeKeys(below.steps?.[name] ?? {}, above.steps?.[name] ?? {}),
    ]);
    const merged = mergeKeys({ ...below, steps: undefined }, { ...above, steps: undefined });
    return steps.length === 0 ? merged : { ...merged, steps: Object.fromEntries(steps) };
  }, {});
}

/** What is said in `above` over what is said in `below`, each key as the table has it. */
function mergeKeys<Said extends object>(below: Said, above: Said): Said {
  const merged = new Map<string, unknown>(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    if (value !== undefined) merged.set(key, mergeValues(MERGES[key], merged.get(key), value));
  }
  // Under each key stands what one of the two has there, or both of them as one.
  return Object.fromEntries([...merged].filter(([, value]) => value !== undefined)) as Said;
}

function mergeValues(merge: Merge | undefined, below: unknown, above: unknown): unknown {
  if (merge === "off") return below === false ? false : above;
  if (merge === undefined || merge === "last" || !isRecord(below) || !isRecord(above)) return above;
  return merge === "keys" ? { ...below, ...above } : mergeRecords(below, above);
}

/** Plain records are merged key by key; anything else replaces what was there. */
export function mergeRecords(...records: readonly (JsonRecord | undefined)[]): JsonRecord {
  const merged = new Map<string, Json>();
  for (const record of records) {
    for (const [key, value] of Object.entries(record ?? {})) {
      const before = merged.get(key);
      const both = isRecord(before) && isRecord(value);
      merged.set(key, both ? mergeRecords(before, value) : value);
    }
  }
  return Object.fromEntries(merged);
}

/** Null takes out what a layer below says: a topic of the settings, or a field of one. */
function withoutNulls(settings: JsonRecord): JsonRecord {
  const said = Object.entries(settings).filter(([, value]) => value !== null);
  return Object.fromEntries(
    said.map(([topic, value]) => [
      topic,
      isRecord(value)
        ? Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null))
        : value,
    ]),
  );
}

function pick<Said extends object, Key extends keyof Said>(
  said: Said,
  keys: readonly Key[],
): Pick<Said, Key> {
  const picked = Object.fromEntries(keys.map((key) => [key, said[key]]));
  return picked as Pick<Said, Key>; // these keys, and no others
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
