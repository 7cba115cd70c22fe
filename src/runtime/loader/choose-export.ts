import { ZenError } from "../../domain/errors.js";
import { PIPELINE, STEP } from "../definition.js";
import type { PipelineDefinition } from "../definition.js";

export interface ChosenExport {
  readonly pipeline: PipelineDefinition;
  readonly exportName: string;
}

export interface PipelineChoice {
  readonly exportName: string | undefined;
  /** Where no export is named: the pipeline of this name, whatever its export is called. */
  readonly pipelineName?: string | undefined;
}

export interface ChooseOptions extends PipelineChoice {
  /** The file as the person wrote it. */
  readonly file: string;
}

/** Errors: `pipeline_not_exported`, `ambiguous` when several are exported and none is named. */
export function chooseExport(
  exports: Readonly<Record<string, unknown>>,
  { exportName, pipelineName, file }: ChooseOptions,
): ChosenExport {
  if (exportName !== undefined) return namedExport(exports, exportName, file);
  if (pipelineName !== undefined) return namedPipeline(exports, pipelineName, file);
  const found = new Map<PipelineDefinition, string>();
  for (const [name, value] of Object.entries(exports)) {
    const pipeline = definitionOf(value);
    if (pipeline === undefined) continue;
    if (name === "default") return { pipeline, exportName: name };
    if (!found.has(pipeline)) found.set(pipeline, name);
  }
  const [first, ...others] = found;
  if (first === undefined) throw notExported(exports, file);
  if (others.length > 0) throw several([...found.values()], file);
  return { pipeline: first[0], exportName: first[1] };
}

function namedExport(
  exports: Readonly<Record<string, unknown>>,
  exportName: string,
  file: string,
): ChosenExport {
  const pipeline = definitionOf(exports[exportName]);
  if (pipeline !== undefined) return { pipeline, exportName };
  const pipelines = Object.keys(exports).filter(
    (name) => definitionOf(exports[name]) !== undefined,
  );
  const found =
    exportName in exports
      ? `exports '${exportName}', which is ${kindOf(exports[exportName])}, not a pipeline`
      : `does not export '${exportName}'; it exports ${listed(exports)}`;
  throw new ZenError("pipeline_not_exported", `'${file}' ${found}.`, {
    hint:
      pipelines[0] === undefined
        ? `export const ${exportName} = pipeline("${exportName}", …);`
        : pipelines.map((name) => `zenml run ${file}:${name}`).join("\n"),
    details: { exports: Object.keys(exports), pipelines },
  });
}

function namedPipeline(
  exports: Readonly<Record<string, unknown>>,
  pipelineName: string,
  file: string,
): ChosenExport {
  for (const [exportName, value] of Object.entries(exports)) {
    const pipeline = definitionOf(value);
    if (pipeline?.name === pipelineName) return { pipeline, exportName };
  }
  throw new ZenError(
    "pipeline_not_exported",
    `'${file}' exports no pipeline named '${pipelineName}'; it exports ${listed(exports)}.`,
    { hint: `Export it as it is run: export const training = pipeline("${pipelineName}", …);` },
  );
}

function notExported(exports: Readonly<Record<string, unknown>>, file: string): ZenError {
  return new ZenError(
    "pipeline_not_exported",
    `'${file}' exports no pipeline; it exports ${listed(exports)}.`,
    {
      hint: 'Write `export` before the pipeline: export const training = pipeline("training", …);',
      details: { exports: Object.keys(exports) },
    },
  );
}

function several(names: readonly string[], file: string): ZenError {
  const quoted = names.map((name) => `'${name}'`).join(", ");
  return new ZenError(
    "ambiguous",
    `'${file}' exports ${names.length} pipelines: ${quoted}. Say which one is meant.`,
    {
      hint: names.map((name) => `zenml run ${file}:${name}`).join("\n"),
      details: { candidates: names },
    },
  );
}

function listed(exports: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(exports);
  if (entries.length === 0) return "nothing";
  return entries.map(([name, value]) => `'${name}' (${kindOf(value)})`).join(", ");
}

function kindOf(value: unknown): string {
  if (carries(value, PIPELINE)) return "a pipeline";
  if (carries(value, STEP)) return "a step";
  if (value === null || value === undefined) return String(value);
  const type = typeof value;
  return type === "object" ? "an object" : `a ${type}`;
}

function definitionOf(value: unknown): PipelineDefinition | undefined {
  // What stands under the symbol was put there by this package's pipeline(), in this or another copy.
  return carries(value, PIPELINE) ? (value[PIPELINE] as PipelineDefinition) : undefined;
}

function carries<Key extends symbol>(value: unknown, key: Key): value is Record<Key, unknown> {
  const canCarry = (typeof value === "object" && value !== null) || typeof value === "function";
  return canCarry && key in value;
}
