// What a run configuration chooses for steps: whether the pipeline has it. Knows no stack.
import { builtInMaterializers } from "../../artifacts/materializers/built-in.js";
import type { Graph, GraphStep } from "../../domain/graph.js";
import { nearest } from "../../util/nearest.js";
import type { AnyMaterializer, StepDefinition } from "../definition.js";
import { checkName } from "../graph-checks/check-definitions.js";
import { didYouMean } from "../graph-checks/problems.js";
import type { Problem } from "../graph-checks/problems.js";
import { outputNames } from "../tracing/invocation.js";
import type { RunConfiguration, StepRunConfiguration } from "./run-configuration.js";

export interface ConfigurableStep {
  readonly name: string;
  readonly definition: StepDefinition;
}

/** @param declared materializers that any step declares, by name */
export function stepChoiceProblems(
  config: RunConfiguration,
  steps: readonly ConfigurableStep[],
  declared: ReadonlyMap<string, AnyMaterializer>,
): readonly Problem[] {
  if (config.steps === undefined) return [];
  return steps.flatMap((step) => {
    const own = config.steps?.[step.name];
    return own === undefined
      ? []
      : [...nameProblems(own, step, steps), ...outputProblems(own, step, declared)];
  });
}

/** A name stands for one step's code. */
function nameProblems(
  { name }: StepRunConfiguration,
  step: ConfigurableStep,
  steps: readonly ConfigurableStep[],
): readonly Problem[] {
  if (name === undefined) return [];
  const taken = steps.find(
    ({ definition }) => definition !== step.definition && definition.name === name,
  );
  return [
    ...checkName(name, `steps.${step.name}.name`),
    ...(taken === undefined ? [] : [invalid(`steps.${step.name}.name: '${name}' is another step`)]),
  ];
}

function outputProblems(
  { outputs = {} }: StepRunConfiguration,
  { name, definition }: ConfigurableStep,
  declared: ReadonlyMap<string, AnyMaterializer>,
): readonly Problem[] {
  const names = outputNames(definition);
  const materializers = [...builtInMaterializers.map((one) => one.name), ...declared.keys()];
  return Object.entries(outputs).flatMap(([output, { materializer_source: wanted }]) => {
    const at = `steps.${name}.outputs.${output}`;
    const problems: Problem[] = [];
    if (!names.includes(output)) {
      const likely = didYouMean(nearest(output, names));
      problems.push(invalid(`${at}: there is no such output${likely || known(names)}`));
    }
    if (wanted !== undefined && !materializers.includes(wanted)) {
      const likely = didYouMean(nearest(wanted, materializers));
      const text = `${at}.materializer_source: there is no materializer '${wanted}'`;
      problems.push(invalid(`${text}${likely || known(materializers)}`));
    }
    return problems;
  });
}

function known(names: readonly string[]): string {
  return ` (known: ${names.join(", ")})`;
}

function invalid(text: string): Problem {
  return { code: "config_invalid", text, hint: "docs/guide/configuration.md lists every key." };
}

/** The graph as the code alone has it: what a run chooses makes no other pipeline of it. */
export function withoutChoices(
  graph: Graph,
  config: RunConfiguration,
  definitions: ReadonlyMap<string, StepDefinition>,
): Graph {
  if (config.steps === undefined) return graph;
  const steps = graph.steps.map((step): GraphStep => {
    const definition = definitions.get(step.name);
    if (definition === undefined || config.steps?.[step.name] === undefined) return step;
    const outputs = outputNames(definition).map((output) => [
      output,
      definition.outputs?.[output]?.name ?? "auto",
    ]);
    return { ...step, step: definition.name, outputs: Object.fromEntries(outputs) };
  });
  return { ...graph, steps };
}
