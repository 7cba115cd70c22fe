// The graph of a traced pipeline whose steps are named and whose params are valid.
import { relative, sep } from "node:path";
import type { JsonRecord } from "../domain/entities/fields.js";
import type { Graph, GraphMap, GraphStep, SourceLocation } from "../domain/graph.js";
import type { RunConfiguration, StepRunConfiguration } from "./compiled-pipeline.js";
import type { PipelineConfiguration, PipelineDefinition, StepDefinition } from "./definition.js";
import {
  graphConditions,
  graphInputs,
  graphOutput,
  nameOf,
  neededByMaps,
  upstreamNames,
} from "./graph-links.js";
import type { Names } from "./graph-links.js";
import { mergeConfigurations, mergeStepConfigurations } from "./merge-configuration.js";
import type { MergedStepConfiguration } from "./merge-configuration.js";
import { outputNames } from "./tracing/invocation.js";
import type { Group, Invocation, MapCall, TracedCall, TracedNode } from "./tracing/invocation.js";
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
  /** Of all calls, in their order. */
  readonly names: Names;
  readonly params: JsonRecord;
  /** Positions are relative to it; without it they stay absolute. */
  readonly projectRoot: string | undefined;
}

export function makeGraph(steps: readonly ValidInvocation[], parts: GraphParts): Graph {
  const { definition, config, params } = parts;
  const failure_policy = config.failure_policy ?? definition.configuration.failure_policy;
  const describe = stepDescriber(parts);
  const maps = graphMaps([...parts.names.keys()], parts.names);
  return {
    version: 1,
    name: definition.name,
    description: definition.description,
    params,
    ...mergeConfigurations(definition.configuration, config),
    steps: steps.map((step) => graphStep(step, describe(step.invocation), parts)),
    ...(maps.length === 0 ? {} : { maps }),
    ...(failure_policy === undefined ? {} : { failure_policy }),
  };
}

/** What the calls of one step share, however many there are. */
type StepDescription = Pick<GraphStep, "description" | "source" | "outputs"> &
  MergedStepConfiguration;

/** What is said of one step in one pipeline is worked out once. */
function stepDescriber(parts: GraphParts): (invocation: Invocation) => StepDescription {
  const descriptions = new Map<Group | undefined, Map<StepDefinition, StepDescription>>();
  return ({ definition, place }) => {
    let group = place.group;
    while (group !== undefined && !("wire" in group.definition)) group = group.place.group;
    const known = descriptions.get(group) ?? new Map<StepDefinition, StepDescription>();
    descriptions.set(group, known);
    const description = known.get(definition) ?? describeStep(definition, group, parts);
    known.set(definition, description);
    return description;
  };
}

function describeStep(
  definition: StepDefinition,
  group: Group | undefined,
  parts: GraphParts,
): StepDescription {
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
      ...configurationsOf(group),
      definition.configuration,
      parts.config,
    ),
  };
}

/** Of the pipelines that a call is a part of, the outermost first; not of the one that is run. */
function configurationsOf(group: Group | undefined): readonly PipelineConfiguration[] {
  if (group === undefined) return [];
  const { definition, place } = group;
  const around = configurationsOf(place.group);
  return "wire" in definition ? [...around, definition.configuration] : around;
}

function graphStep(
  { invocation, name, params }: ValidInvocation,
  step: StepDescription,
  { config, names }: GraphParts,
): GraphStep {
  const { definition, place } = invocation;
  const when = graphConditions(place, names);
  const own = config.steps?.[name];
  const described = own === undefined ? step : { ...step, ...mergeStepConfigurations(step, own) };
  return {
    name,
    step: own?.name ?? definition.name,
    inputs: graphInputs(invocation.inputs, names),
    upstream: upstreamNames(invocation, names),
    params,
    ...described,
    outputs: chosenOutputs(step.outputs, own),
    ...(place.map === undefined ? {} : { map: nameOf(place.map, names) }),
    ...(when === undefined ? {} : { when }),
  };
}

function graphMaps(calls: readonly TracedCall[], names: Names): GraphMap[] {
  return [...neededByMaps(calls)].map(([map, needed]) => graphMap(map, needed, names));
}

function graphMap(call: MapCall, needed: ReadonlySet<TracedNode>, names: Names): GraphMap {
  const { place, concurrency, failure_policy, collect } = call;
  const when = graphConditions(place, names);
  const outputs = [...call.outputs].map(
    ([name, from]) => [name, graphOutput(from, names)] as const,
  );
  return {
    name: nameOf(call, names),
    ...(place.map === undefined ? {} : { map: nameOf(place.map, names) }),
    over: graphInputs(call.over, names),
    upstream: [...new Set([...needed].map((node) => nameOf(node, names)))],
    ...(when === undefined ? {} : { when }),
    ...(concurrency === undefined ? {} : { concurrency }),
    failure_policy,
    collect,
    outputs: Object.fromEntries(outputs),
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
