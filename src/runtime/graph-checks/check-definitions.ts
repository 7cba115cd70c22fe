import { Name } from "../../domain/entities/fields.js";
import type { AnyMaterializer, PipelineDefinition, StepDefinition } from "../definition.js";
import { originalPosition } from "../tracing/original-position.js";
import { settingsProblems } from "../../stack/settings/settings-problems.js";
import { jsonProblems, joinPath } from "./json-problems.js";
import type { Problem } from "./problems.js";

/** Names, outputs and configuration of a pipeline and of what it calls. */
export function checkDefinitions(
  pipeline: PipelineDefinition,
  called: readonly (StepDefinition | PipelineDefinition)[],
): readonly Problem[] {
  const first = new Map<string, StepDefinition>();
  const reported = new Set<string>();
  const problems = [
    ...checkName(pipeline.name, "the pipeline's name"),
    ...checkConfiguration(pipeline, ""),
  ];
  const distinct = new Set<StepDefinition>();
  for (const one of new Set(called)) {
    if (!("wire" in one)) distinct.add(one);
    else {
      problems.push(...checkName(one.name, `the name of pipeline '${one.name}'`));
      problems.push(...checkConfiguration(one, `pipeline '${one.name}': `));
    }
  }
  problems.push(...materializersOfOneName([...distinct]));
  for (const step of distinct) {
    const known = first.get(step.name);
    problems.push(...checkConfiguration(step, `step '${step.name}': `));
    if (known === undefined) {
      first.set(step.name, step);
      problems.push(...checkStepNames(step));
    } else if (!isSameStep(known, step) && !reported.has(step.name)) {
      reported.add(step.name);
      problems.push(twoOfOneName([known, step]));
    }
  }
  return problems;
}

/** An artifact names its materializer, so a name must mean one. */
function materializersOfOneName(steps: readonly StepDefinition[]): readonly Problem[] {
  const known = new Map<string, AnyMaterializer>();
  const twice = new Set<string>();
  for (const one of steps.flatMap(({ outputs }) => Object.values(outputs ?? {}))) {
    if ((known.get(one.name) ?? one) !== one) twice.add(one.name);
    known.set(one.name, one);
  }
  return [...twice].map((name) => invalid(`two different materializers are named '${name}'`));
}

function checkStepNames(step: StepDefinition): readonly Problem[] {
  const outputs = Object.keys(step.outputs ?? {});
  const none = step.outputs !== undefined && outputs.length === 0;
  return [
    ...checkName(step.name, `the name of step '${step.name}'`),
    ...outputs.flatMap((name) => checkName(name, `output '${name}' of step '${step.name}'`)),
    ...(none ? [invalid(`step '${step.name}' declares \`outputs\` without any`)] : []),
  ];
}

/** What refuses a name, in the words of the schema of names. */
export function checkName(name: string, subject: string): readonly Problem[] {
  const result = Name.safeParse(name);
  return (result.error?.issues ?? []).map(({ message }) => invalid(`${subject}: ${message}`));
}

function checkConfiguration(
  { configuration }: Pick<StepDefinition, "configuration">,
  where: string,
): readonly Problem[] {
  const foreign = (["settings", "extra"] as const).flatMap((section) =>
    jsonProblems(configuration[section] ?? {}).map(({ path, found }) =>
      invalid(`${where}${joinPath(section, path)} is ${found}, which is not JSON`),
    ),
  );
  if (foreign.length > 0) return foreign;
  return settingsProblems(configuration.settings ?? {}).map((text) => invalid(`${where}${text}`));
}

/** One step, though perhaps configured in two ways. */
function isSameStep(left: StepDefinition, right: StepDefinition): boolean {
  return left.fn === right.fn && left.params === right.params && left.outputs === right.outputs;
}

function twoOfOneName(steps: readonly [StepDefinition, StepDefinition]): Problem {
  const places = steps.map(({ source }) => {
    const at = source === null ? null : originalPosition(source);
    return at === null ? "an unknown place" : `${at.file}:${at.line}:${at.column}`;
  });
  return {
    code: "pipeline_invalid",
    text: `two different steps are named '${steps[0].name}': ${places.join(" and ")}`,
    hint: "Give one of them another name in its step() call, or with .with({ name }).",
  };
}

function invalid(text: string): Problem {
  return { code: "pipeline_invalid", text };
}
