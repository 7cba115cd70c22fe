// The graph of a traced pipeline whose steps are named and whose params are valid.
import { relative, sep } from "node:path";
import type { JsonRecord } from "../domain/entities/fields.js";
import type { Graph, GraphInput, GraphStep, SourceLocation } from "../domain/graph.js";
import type { RunConfiguration, StepRunConfiguration } from "./compiled-pipeline.js";
import type { PipelineDefinition, StepDefinition } from "./definition.js";
import { mergeConfigurations, mergeStepConfigurations } from "./merge-configuration.js";
import type { MergedStepConfiguration } from "./merge-configuration.js";
import { outputNames } from "./tracing/invocation.js";
import type { Invocation } from "./tracing/invocation.js";
import { originalPosition } from "./tracing/original-position.js";

export interface NamedInvocation {
  readonly invocation: Invocation;
  readonly name: string;
}

interface ValidInvocation extends NamedInvocation {
  readonly params: JsonRecord;
}

export interface GraphParts {
  readonly definition: PipelineDefinition;
  readonly config: RunConfiguration;
  readonly names: ReadonlyMap<Invocation, string>;
  readonly params: JsonRecord;
  /** Positions are relative to it; without it they stay absolute. */
  readonly projectRoot: string | undefined;
}

export function makeGraph(steps: readonly ValidInvocation[], parts: GraphParts): Graph {
  const { definition, config, params } = parts;
  const failure_policy = config.failure_policy ?? definition.configuration.failure_policy;
  const descriptions = new Map<StepDefinition, StepDescription>();
  const describe = (step: StepDefinition): StepDescription => {
    const known = descriptions.get(step) ?? describeStep(step, parts);
    descriptions.set(step, known);
    return known;
  };
  return {
    version: 1,
    name: definition.name,
    description: definition.description,
    params,
    ...mergeConfigurations(definition.configuration, config),
    steps: steps.map((step) => graphStep(step, describe(step.invocation.definition), parts)),
    ...(failure_policy === undefined ? {} : { failure_policy }),
  };
}

/** What the calls of one step share, however many there are. */
type StepDescription = Pick<GraphStep, "description" | "source" | "outputs"> &
  MergedStepConfiguration;

function describeStep(definition: StepDefinition, parts: GraphParts): StepDescription {
  const outputs = outputNames(definition).map((output) => [
    output,
    definition.outputs?.[output]?.name ?? "auto",
  ]);
  return {
    description: definition.description,
    source: sourceOf(definition.source, parts.projectRoot),
    outputs: Object.fromEntries(outputs),
    ...mergeStepConfigurations(
      parts.definition.configuration,
      definition.configuration,
      parts.config,
    ),
  };
}

function graphStep(
  { invocation, name, params }: ValidInvocation,
  step: StepDescription,
  { config, names }: GraphParts,
): GraphStep {
  const { definition, after } = invocation;
  const nameOf = (other: Invocation) => names.get(other) ?? other.definition.name;
  const inputs = Object.entries(invocation.inputs).map(([input, origin]): [string, GraphInput] => [
    input,
    "from" in origin ? { step: nameOf(origin.from), output: origin.output } : origin,
  ]);
  const data = inputs.flatMap(([, input]) => ("step" in input ? [input.step] : []));
  const own = config.steps?.[name];
  const described = own === undefined ? step : { ...step, ...mergeStepConfigurations(step, own) };
  return {
    name,
    step: own?.name ?? definition.name,
    inputs: Object.fromEntries(inputs),
    upstream: [...new Set([...data, ...after.map(nameOf)])],
    params,
    ...described,
    outputs: chosenOutputs(step.outputs, own),
  };
}

/** With the materializers that the run's configuration chooses. */
function chosenOutputs(
  declared: GraphStep["outputs"],
  own: StepRunConfiguration | undefined,
): GraphStep["outputs"] {
  if (own?.outputs === undefined) return declared;
  const chosen = Object.entries(own.outputs).flatMap(([output, { materializer_source }]) =>
    materializer_source === undefined ? [] : [[output, materializer_source] as const],
  );
  return { ...declared, ...Object.fromEntries(chosen) };
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
