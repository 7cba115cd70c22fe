// From a pipeline's definition to its graph: trace, name, check, merge, validate. Runs nothing, reads
// no file, knows no store and no stack.
import { checkGraph } from "../domain/check-graph.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import { nearest } from "../util/nearest.js";
import type { CompiledPipeline, RunConfiguration } from "./compiled-pipeline.js";
import type { AnyMaterializer, PipelineDefinition, StepDefinition } from "./definition.js";
import { checkDefinitions, checkName } from "./graph-checks/check-definitions.js";
import { didYouMean, throwProblems } from "./graph-checks/problems.js";
import type { Problem } from "./graph-checks/problems.js";
import { validateParams } from "./graph-checks/validate-params.js";
import type { ValidatedParams } from "./graph-checks/validate-params.js";
import { makeGraph } from "./make-graph.js";
import type { NamedInvocation } from "./make-graph.js";
import { specHash } from "./spec-hash.js";
import { tracePipeline } from "./trace.js";
import type { TracedPipeline } from "./trace.js";
import { nameInvocations } from "./tracing/invocation-names.js";
import type { Invocation } from "./tracing/invocation.js";

export interface CompileOptions {
  /** Win over `config.parameters`, which win over the code. */
  readonly params?: JsonRecord | undefined;
  readonly config?: RunConfiguration | undefined;
  /** Positions in the graph are relative to it; without it they stay absolute. */
  readonly projectRoot?: string | undefined;
}

/**
 * Errors: `params_invalid`, `pipeline_invalid`, `config_invalid`; all problems of a stage at once.
 */
export async function compile(
  definition: PipelineDefinition,
  options: CompileOptions = {},
): Promise<CompiledPipeline> {
  const config = options.config ?? {};
  const subject = `Pipeline '${definition.name}'`;
  const given = { ...definition.defaults, ...config.parameters, ...options.params };
  const params = await validateParams(definition.params, given, "");
  throwProblems(subject, params.problems);
  const { projectRoot } = options;
  const traced = tracePipeline(definition, {
    params: params.value,
    projectRoot: projectRoot ?? process.cwd(),
  });
  const { names, problems } = nameInvocations(traced.invocations);
  const named = [...names].map(([invocation, name]) => ({ invocation, name }));
  const checked = await Promise.all(named.map((step) => validateStep(step, config)));
  throwProblems(subject, [
    ...problems,
    ...callProblems(traced, named),
    ...named.flatMap(({ invocation, name }) => checkCallName(invocation, name)),
    ...checkDefinitions(
      definition,
      traced.invocations.map((one) => one.definition),
    ),
    ...unknownSteps(config, named),
    ...checked.flatMap((step) => step.problems),
  ]);
  const steps = named.map((step, index) => ({ ...step, params: checked[index]?.json ?? {} }));
  const graph = makeGraph(steps, { definition, config, names, projectRoot, params: params.json });
  checkGraph(graph);
  return {
    definition,
    graph,
    spec_hash: specHash(graph),
    steps: new Map(named.map(({ invocation, name }) => [name, invocation.definition])),
    params: new Map(named.map(({ name }, index) => [name, checked[index]?.value])),
    materializers: materializersOf(named),
    configuration: config,
  };
}

function validateStep(
  { invocation, name }: NamedInvocation,
  config: RunConfiguration,
): Promise<ValidatedParams> {
  const { definition, params } = invocation;
  const given = { ...definition.defaults, ...params, ...config.steps?.[name]?.parameters };
  return validateParams(definition.params, given, `step '${name}': `);
}

function callProblems(
  traced: TracedPipeline,
  named: readonly NamedInvocation[],
): readonly Problem[] {
  return traced.problems.map(({ index, text, hint }) => ({
    code: "pipeline_invalid",
    text: `step '${named[index]?.name ?? ""}': ${text}`,
    hint,
  }));
}

/** The definition's own name is checked with the definition. */
function checkCallName(invocation: Invocation, name: string): readonly Problem[] {
  return invocation.name === undefined ? [] : checkName(name, `the name '${name}' of a step call`);
}

function unknownSteps(
  config: RunConfiguration,
  steps: readonly NamedInvocation[],
): readonly Problem[] {
  const known = steps.map(({ name }) => name);
  const configured = Object.keys(config.steps ?? {});
  return configured
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: "config_invalid",
      text: `the run configuration names a step '${name}', which does not exist${didYouMean(nearest(name, known))}`,
      hint: `Its steps: ${known.join(", ")}.`,
    }));
}

function materializersOf(steps: readonly NamedInvocation[]): ReadonlyMap<string, AnyMaterializer> {
  const definitions = new Set<StepDefinition>(steps.map(({ invocation }) => invocation.definition));
  return new Map(
    [...definitions].flatMap(({ outputs }) =>
      Object.values(outputs ?? {}).map((one) => [one.name, one] as const),
    ),
  );
}
