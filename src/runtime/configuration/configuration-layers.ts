// What each place said about a run, noted with it, so that the source of every value can be told later.
import * as z from "zod/mini";
import { JsonRecord } from "../../domain/entities/fields.js";
import type { PipelineDefinition, StepDefinition } from "../definition.js";
import { isJson } from "../graph-checks/json-problems.js";
import type { ConfigurationFile } from "./read-configuration-file.js";
import type { RunConfiguration } from "./run-configuration.js";

/** Where the configuration of a run comes from: as it was before it became one. */
export interface ConfigurationSources {
  /** What stands where a file stands. */
  readonly file?: RunConfiguration | undefined;
  /** Absent: it was given from code, as `run({ config })`. */
  readonly read?: ConfigurationFile | undefined;
  /** Flags, or options of `run()`. */
  readonly command_line?: RunConfiguration | undefined;
}

/** One place, with what it said. `name` is a step's; `file` is absent for `run({ config })`. */
export const ConfigurationLayer = z.object({
  from: z.enum(["pipeline", "step", "file", "command_line"]),
  name: z.optional(z.string()),
  file: z.optional(z.string()),
  values: JsonRecord,
  lines: z.optional(z.record(z.string(), z.number())),
  variables: z.optional(z.record(z.string(), z.array(z.string()))),
});
export type ConfigurationLayer = z.infer<typeof ConfigurationLayer>;

/** The weakest first; places that said nothing are left out. */
export function configurationLayers(
  definition: PipelineDefinition,
  steps: Iterable<StepDefinition>,
  { file, read, command_line }: ConfigurationSources,
): readonly ConfigurationLayer[] {
  const layers: ConfigurationLayer[] = [
    { from: "pipeline", values: valuesOf(definition) },
    ...[...new Set(steps)].map((step): ConfigurationLayer => ({
      from: "step",
      name: step.name,
      values: valuesOf(step),
    })),
    {
      from: "file",
      ...(read === undefined
        ? {}
        : { file: read.file, lines: read.lines, variables: read.variables }),
      values: saidOf(file ?? {}),
    },
    { from: "command_line", values: saidOf(command_line ?? {}) },
  ];
  return layers.filter(({ values }) => Object.keys(values).length > 0);
}

function valuesOf(definition: PipelineDefinition | StepDefinition): JsonRecord {
  const { configuration, defaults } = definition;
  const template = "wire" in definition ? { run_name: definition.run_name } : {};
  return saidOf({ ...configuration, ...template, parameters: defaults });
}

/** What is said and is JSON: no functions, no empty sections. */
function saidOf(values: object): JsonRecord {
  const said = Object.entries(values).filter(
    ([, value]) => value !== undefined && isJson(stripped(value)) && !isEmpty(value),
  );
  return Object.fromEntries(said.map(([key, value]) => [key, stripped(value)]));
}

/** Without members that are undefined. */
function stripped(value: unknown): never {
  // What JSON leaves out is what nobody said; `isJson` looks at the result.
  return (typeof value === "function" ? value : JSON.parse(JSON.stringify(value))) as never;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
