// Calls a pipeline's function and names the steps that it calls: what compiling begins with, and all
// that a worker thread needs of it. Nothing of the steps is checked here.
import type { JsonRecord } from "../domain/entities/fields.js";
import type { RunConfiguration } from "./compiled-pipeline.js";
import type { ConfigurationSources } from "./configuration/configuration-layers.js";
import type { AnyMaterializer, PipelineDefinition, StepDefinition } from "./definition.js";
import { throwProblems } from "./graph-checks/problems.js";
import type { Problem } from "./graph-checks/problems.js";
import { validateParams } from "./graph-checks/validate-params.js";
import type { ValidatedParams } from "./graph-checks/validate-params.js";
import type { NamedInvocation } from "./make-graph.js";
import { tracePipeline } from "./trace.js";
import type { TracedPipeline } from "./trace.js";
import { nameOf } from "./graph-links.js";
import type { Names } from "./graph-links.js";
import { nameCalls } from "./tracing/invocation-names.js";

export interface CompileOptions {
  /** Win over `config.parameters`, which win over the code. */
  readonly params?: JsonRecord | undefined;
  readonly config?: RunConfiguration | undefined;
  /** Where `config` comes from, for the record; default: from code. */
  readonly sources?: ConfigurationSources | undefined;
  /** Positions in the graph are relative to it; without it they stay absolute. */
  readonly projectRoot?: string | undefined;
}

export interface WiredPipeline {
  /** Of the pipeline, valid. */
  readonly params: ValidatedParams;
  readonly traced: TracedPipeline;
  /** The steps, in the order of the calls. */
  readonly named: readonly NamedInvocation[];
  /** Of all calls, those of maps and pipelines too. */
  readonly names: Names;
  /** Names that were asked for twice. */
  readonly problems: readonly Problem[];
}

/** Errors: `params_invalid` with all problems of the pipeline's params; `pipeline_invalid`. */
export async function wirePipeline(
  definition: PipelineDefinition,
  { params: given, config, projectRoot = process.cwd() }: CompileOptions,
): Promise<WiredPipeline> {
  const all = { ...definition.defaults, ...config?.parameters, ...given };
  const params = await validateParams(definition.params, all, "");
  throwProblems(`Pipeline '${definition.name}'`, params.problems);
  const traced = tracePipeline(definition, { params: params.value, projectRoot });
  const { names, problems } = nameCalls(traced.calls);
  const named = [...names].flatMap(([invocation, name]) =>
    invocation.kind === "step" ? [{ invocation, name }] : [],
  );
  return { params, traced, named, names, problems };
}

/** The params of one step call, under those that the run's configuration gives it. */
export function validateStep(
  { invocation, name }: NamedInvocation,
  config: RunConfiguration,
): Promise<ValidatedParams> {
  const { definition, params } = invocation;
  const given = { ...definition.defaults, ...params, ...config.steps?.[name]?.parameters };
  return validateParams(definition.params, given, `step '${name}': `);
}

/** Of pipelines that are parts of the one that is run; those of the steps are told by `validateStep`. */
export async function partProblems(
  { calls }: TracedPipeline,
  names: Names,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const call of calls) {
    if (!("wire" in call.definition)) continue;
    const { params: schema, defaults } = call.definition;
    const where = `${call.kind} '${nameOf(call, names)}': `;
    const checked = await validateParams(schema, { ...defaults, ...call.params }, where);
    problems.push(...checked.problems);
  }
  return problems;
}

/** Those that any step declares, by name. */
export function materializersOf(
  steps: readonly NamedInvocation[],
): ReadonlyMap<string, AnyMaterializer> {
  const definitions = new Set<StepDefinition>(steps.map(({ invocation }) => invocation.definition));
  return new Map(
    [...definitions].flatMap(({ outputs }) =>
      Object.values(outputs ?? {}).map((one) => [one.name, one] as const),
    ),
  );
}
