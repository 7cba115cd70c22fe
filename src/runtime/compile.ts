// From a pipeline's definition to its graph: trace, name, check, merge, validate. Runs nothing, reads
// no file, knows no store and no stack.
import { checkGraph } from "../domain/check-graph.js";
import { nearest } from "../util/nearest.js";
import type { CompiledPipeline, RunConfiguration } from "./compiled-pipeline.js";
import { configurationLayers } from "./configuration/configuration-layers.js";
import { stepChoiceProblems, withoutChoices } from "./configuration/step-choices.js";
import type { PipelineDefinition } from "./definition.js";
import { checkDefinitions, checkName } from "./graph-checks/check-definitions.js";
import { didYouMean, throwProblems } from "./graph-checks/problems.js";
import type { Problem } from "./graph-checks/problems.js";
import { makeGraph } from "./make-graph.js";
import type { NamedInvocation } from "./make-graph.js";
import { specHash } from "./spec-hash.js";
import { nameOf } from "./graph-links.js";
import type { Names } from "./graph-links.js";
import type { TracedPipeline } from "./trace.js";
import type { TracedCall } from "./tracing/invocation.js";
import { materializersOf, partProblems, validateStep, wirePipeline } from "./wire-pipeline.js";
import type { CompileOptions } from "./wire-pipeline.js";

export type { CompileOptions } from "./wire-pipeline.js";

/**
 * Errors: `params_invalid`, `pipeline_invalid`, `config_invalid`; all problems of a stage at once.
 */
export async function compile(
  definition: PipelineDefinition,
  options: CompileOptions = {},
): Promise<CompiledPipeline> {
  const config = options.config ?? {};
  const subject = `Pipeline '${definition.name}'`;
  const { projectRoot } = options;
  const { params, traced, named, names, problems } = await wirePipeline(definition, options);
  const checked = await Promise.all(named.map((step) => validateStep(step, config)));
  throwProblems(subject, [
    ...problems,
    ...callProblems(traced, names),
    ...traced.calls.flatMap((call) => checkCallName(call, names)),
    ...checkDefinitions(
      definition,
      traced.calls.map((one) => one.definition),
    ),
    ...unknownSteps(config, named),
    ...(config.steps === undefined ? [] : choiceProblems(config, named)),
    ...checked.flatMap((step) => step.problems),
    ...(await partProblems(traced, names)),
  ]);
  const steps = named.map((step, index) => ({ ...step, params: checked[index]?.json ?? {} }));
  const graph = makeGraph(steps, { definition, config, names, projectRoot, params: params.json });
  checkGraph(graph);
  const definitions = new Map(named.map(({ invocation, name }) => [name, invocation.definition]));
  return {
    definition,
    graph,
    spec_hash: specHash(withoutChoices(graph, config, definitions)),
    steps: definitions,
    params: new Map(named.map(({ name }, index) => [name, checked[index]?.value])),
    materializers: materializersOf(named),
    configuration: config,
    layers: configurationLayers(
      definition,
      named.map(({ invocation }) => invocation.definition),
      withParams(options),
    ),
  };
}

function choiceProblems(
  config: RunConfiguration,
  named: readonly NamedInvocation[],
): readonly Problem[] {
  const steps = named.map(({ name, invocation }) => ({ name, definition: invocation.definition }));
  return stepChoiceProblems(config, steps, materializersOf(named));
}

/** Params that are given beside a configuration come from where its options come from. */
function withParams({ params, config, sources = { file: config } }: CompileOptions) {
  if (params === undefined) return sources;
  return { ...sources, command_line: { ...sources.command_line, parameters: params } };
}

function callProblems({ calls, problems }: TracedPipeline, names: Names): readonly Problem[] {
  return problems.map(({ index, text, hint }) => {
    const call = calls[index];
    const title = call === undefined ? "a call" : `${call.kind} '${nameOf(call, names)}'`;
    return { code: "pipeline_invalid", text: `${title}: ${text}`, hint };
  });
}

/** The definition's own name is checked with the definition. */
function checkCallName(call: TracedCall, names: Names): readonly Problem[] {
  if (call.name === undefined && call.place.group === undefined) return [];
  const name = nameOf(call, names);
  return checkName(name, `the name '${name}' of a ${call.kind} call`);
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
