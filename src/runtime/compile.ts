// From a pipeline's definition to its graph: trace, name, check, merge, validate. Runs nothing, reads
// no file, knows no store and no stack.
import { relative, sep } from "node:path";
import { checkGraph } from "../domain/check-graph.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import type { Graph, GraphInput, GraphStep, SourceLocation } from "../domain/graph.js";
import { nearest } from "../util/nearest.js";
import type { CompiledPipeline, RunConfiguration } from "./compiled-pipeline.js";
import type { AnyMaterializer, PipelineDefinition, StepDefinition } from "./definition.js";
import { checkDefinitions, checkName } from "./graph-checks/check-definitions.js";
import { didYouMean, throwProblems } from "./graph-checks/problems.js";
import type { Problem } from "./graph-checks/problems.js";
import { validateParams } from "./graph-checks/validate-params.js";
import type { ValidatedParams } from "./graph-checks/validate-params.js";
import { mergeConfigurations } from "./merge-configuration.js";
import { originalPosition } from "./tracing/original-position.js";
import { specHash } from "./spec-hash.js";
import { tracePipeline } from "./trace.js";
import type { TracedPipeline } from "./trace.js";
import { nameInvocations } from "./tracing/invocation-names.js";
import { outputNames } from "./tracing/invocation.js";
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
  const named = traced.invocations.map((invocation) => ({
    invocation,
    name: nameIn(names, invocation),
  }));
  const checked = await Promise.all(named.map((step) => validateStep(step, config)));
  throwProblems(subject, [
    ...problems,
    ...callProblems(traced, names),
    ...named.flatMap(({ invocation, name }) => checkCallName(invocation, name)),
    ...checkDefinitions(
      definition,
      traced.invocations.map((one) => one.definition),
      originalPosition,
    ),
    ...unknownSteps(config, named),
    ...checked.flatMap((step) => step.problems),
  ]);
  const parts = { definition, config, names, projectRoot };
  const graph = {
    ...graphHeader(parts, params),
    steps: named.map((step, index) => graphStep(step, checked[index]?.json ?? {}, parts)),
  };
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

interface NamedInvocation {
  readonly invocation: Invocation;
  readonly name: string;
}

interface GraphParts {
  readonly definition: PipelineDefinition;
  readonly config: RunConfiguration;
  readonly names: ReadonlyMap<Invocation, string>;
  readonly projectRoot: string | undefined;
}

function nameIn(names: ReadonlyMap<Invocation, string>, invocation: Invocation): string {
  return names.get(invocation) ?? invocation.definition.name;
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
  names: ReadonlyMap<Invocation, string>,
): readonly Problem[] {
  return traced.problems.map(({ index, text, hint }) => {
    const invocation = traced.invocations[index];
    const name = invocation === undefined ? "" : nameIn(names, invocation);
    return { code: "pipeline_invalid", text: `step '${name}': ${text}`, hint };
  });
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

function graphHeader(
  { definition, config }: GraphParts,
  params: ValidatedParams,
): Omit<Graph, "steps"> {
  return {
    version: 1,
    name: definition.name,
    description: definition.description,
    params: params.json,
    ...mergeConfigurations(definition.configuration, config),
  };
}

function graphStep(step: NamedInvocation, params: JsonRecord, parts: GraphParts): GraphStep {
  const { definition, after } = step.invocation;
  const inputs = Object.entries(step.invocation.inputs).map(
    ([input, origin]): [string, GraphInput] => [
      input,
      "from" in origin ? { step: nameIn(parts.names, origin.from), output: origin.output } : origin,
    ],
  );
  const data = inputs.flatMap(([, input]) => ("step" in input ? [input.step] : []));
  const waits = after.map((invocation) => nameIn(parts.names, invocation));
  return {
    name: step.name,
    step: definition.name,
    description: definition.description,
    source: sourceOf(definition.source, parts.projectRoot),
    inputs: Object.fromEntries(inputs),
    upstream: [...new Set([...data, ...waits])],
    params,
    outputs: Object.fromEntries(
      outputNames(definition).map((name) => [name, definition.outputs?.[name]?.name ?? "auto"]),
    ),
    ...mergeConfigurations(
      parts.definition.configuration,
      definition.configuration,
      parts.config,
      parts.config.steps?.[step.name],
    ),
  };
}

function sourceOf(
  source: SourceLocation | null,
  projectRoot: string | undefined,
): SourceLocation | null {
  if (source === null) return null;
  const original = originalPosition(source);
  if (projectRoot === undefined) return original;
  return { ...original, file: relative(projectRoot, original.file).split(sep).join("/") };
}

function materializersOf(steps: readonly NamedInvocation[]): ReadonlyMap<string, AnyMaterializer> {
  const definitions = new Set<StepDefinition>(steps.map(({ invocation }) => invocation.definition));
  return new Map(
    [...definitions].flatMap(({ outputs }) =>
      Object.values(outputs ?? {}).map((one) => [one.name, one] as const),
    ),
  );
}
