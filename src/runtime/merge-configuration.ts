// What counts when several places say something: pipeline < step < file < command line.
import type { JsonRecord, Json } from "../domain/entities/fields.js";
import type { RunConfiguration, StepRunConfiguration } from "./compiled-pipeline.js";
import type { Configuration } from "./definition.js";

export interface MergedConfiguration {
  readonly enable_cache: boolean;
  readonly settings: JsonRecord;
  readonly extra: JsonRecord;
}

/** Later layers win, record by record; caching is on only where no layer turns it off. */
export function mergeConfigurations(
  ...layers: readonly (Configuration | undefined)[]
): MergedConfiguration {
  return {
    enable_cache: layers.every((layer) => layer?.enable_cache !== false),
    settings: mergeRecords(...layers.map((layer) => layer?.settings)),
    extra: mergeRecords(...layers.map((layer) => layer?.extra)),
  };
}

/** One configuration over another that leaves unsaid what neither says. */
export function overlayConfiguration(below: Configuration, above: Configuration): Configuration {
  return {
    enable_cache: above.enable_cache ?? below.enable_cache,
    settings: mergeRecords(below.settings, above.settings),
    extra: mergeRecords(below.extra, above.extra),
  };
}

/** Run configurations as one, later ones winning: that of a file, then that of the command line. */
export function mergeRunConfigurations(
  ...layers: readonly (RunConfiguration | undefined)[]
): RunConfiguration {
  return layers.reduce<RunConfiguration>((below, above = {}) => {
    const names = Object.keys({ ...below.steps, ...above.steps });
    const steps = names.map((name) => [
      name,
      mergeSections(below.steps?.[name], above.steps?.[name]),
    ]);
    return {
      ...mergeSections(below, above),
      run_name: above.run_name ?? below.run_name,
      steps: Object.fromEntries(steps),
    };
  }, {});
}

function mergeSections(
  below: StepRunConfiguration = {},
  above: StepRunConfiguration = {},
): StepRunConfiguration {
  const off = below.enable_cache === false || above.enable_cache === false;
  return {
    enable_cache: off ? false : (above.enable_cache ?? below.enable_cache),
    parameters: { ...below.parameters, ...above.parameters },
    settings: mergeRecords(below.settings, above.settings),
    extra: mergeRecords(below.extra, above.extra),
  };
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

function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
