// A run.yaml with every key that a pipeline has, each line commented out. Pure: says what it is given.
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Graph } from "../../domain/graph.js";
import type { CompiledPipeline } from "../../runtime/compiled-pipeline.js";
import { outputNames } from "../../runtime/tracing/invocation.js";
import { typeLabel } from "../../stack/schema/check-value.js";
import { configFields } from "../../stack/schema/config-fields.js";
import { JsonSchema } from "../../stack/schema/json-schema.js";
import { standardJsonSchema } from "../../stack/schema/standard-json-schema.js";
import { GENERAL_TOPICS, generalSchema } from "../../stack/settings/settings-problems.js";

type Line = readonly [depth: number, key: string, note: string];

const EXECUTION: readonly (readonly [string, string])[] = [
  ["timeout", "a number: seconds that one attempt may take"],
  ["isolation", "one of in_process, thread, process"],
];
const RETRY: readonly (readonly [string, string])[] = [
  ["max_retries", "a whole number: tries after the first"],
  ["delay", "a number: seconds before the first retry; default 1"],
  ["backoff", "a number: what the wait is multiplied by each time; default 2"],
  ["max_delay", "a number: the longest wait in seconds; default 300"],
  ["jitter", "a number, 0 to 1: share of each wait that is left to chance; default 0.2"],
];
const CACHE: readonly (readonly [string, string])[] = [
  ["files", "a list: files whose content counts"],
  ["environment", "a list: environment variables whose value counts"],
  ["ttl", "a number: seconds after which outputs are computed anew"],
];
const SCHEDULE: readonly (readonly [string, string])[] = [
  ["name", "text; default: the pipeline's name"],
  ["cron_expression", "text"],
  ["interval_second", "a number"],
  ["start_time", "text: a time, such as 2026-03-01T08:30"],
  ["end_time", "text: a time"],
  ["time_zone", "text: such as Europe/Berlin; default: this machine's"],
  ["catchup", "true or false; default false"],
];

export function configurationTemplate({ definition, graph, steps }: CompiledPipeline): string {
  const lines: readonly Line[] = [
    [0, "run_name", "text: may hold {pipeline}, {date} and {time}"],
    ...general(0),
    [0, "failure_policy", "one of continue, stop; default continue"],
    ...paramLines(0, definition.params, graph.params),
    ...section(0, "schedule", SCHEDULE),
    [0, "steps", ""],
    ...graph.steps.flatMap((step) => stepLines(step, steps.get(step.name))),
  ];
  return lines.map(([depth, key, note]) => commented(depth, key, note)).join("");
}

function stepLines(
  step: Graph["steps"][number],
  definition: Parameters<typeof outputNames>[0] | undefined,
): Line[] {
  const outputs = definition === undefined ? [] : outputNames(definition);
  return [
    [1, yamlKey(step.name), ""],
    ...general(2),
    [2, "name", "text: what the step is recorded as"],
    [2, "step_operator", "text: name of a component of the stack"],
    [2, "experiment_tracker", "text: name of a component of the stack"],
    ...paramLines(2, definition?.params, step.params),
    [2, "outputs", ""],
    ...outputs.flatMap((output): Line[] => [
      [3, yamlKey(output), ""],
      [
        4,
        "materializer_source",
        `text: name of a materializer; now ${step.outputs[output] ?? "auto"}`,
      ],
    ]),
  ];
}

function general(depth: number): Line[] {
  return [
    [depth, "enable_cache", "true or false"],
    [depth, "extra", "names and values of your own"],
    ...EXECUTION.map(([key, note]): Line => [depth, key, note]),
    ...section(depth, "retry", RETRY),
    ...section(depth, "cache", CACHE),
    [depth, "settings", "also <component type>.<flavor>, such as orchestrator.kubernetes"],
    ...GENERAL_TOPICS.flatMap((topic): Line[] => [
      [depth + 1, topic, ""],
      ...fieldLines(depth + 2, generalSchema(topic)),
    ]),
  ];
}

function section(
  depth: number,
  key: string,
  fields: readonly (readonly [string, string])[],
): Line[] {
  return [[depth, key, ""], ...fields.map(([name, note]): Line => [depth + 1, name, note])];
}

/** With types, defaults and descriptions where the validator tells them, else with the values of now. */
function paramLines(
  depth: number,
  schema: StandardSchemaV1 | undefined,
  values: Readonly<Record<string, unknown>>,
): Line[] {
  if (schema === undefined) return [];
  const described = JsonSchema.safeParse(standardJsonSchema(schema));
  const lines = described.success ? fieldLines(depth + 1, described.data) : [];
  const named = new Set(lines.map(([, key]) => key));
  const others = Object.entries(values).filter(([name]) => !named.has(yamlKey(name)));
  const now = others.map(([name, value]): Line => [
    depth + 1,
    yamlKey(name),
    `now ${JSON.stringify(value)}`,
  ]);
  return [[depth, "parameters", ""], ...lines, ...now];
}

function fieldLines(depth: number, schema: JsonSchema): Line[] {
  return configFields(schema).map((field): Line => {
    const { name, required, description, default: byDefault } = field;
    const about = description === "" ? "" : `: ${description}`;
    const isNeeded = required ? ", needed" : "";
    const value = byDefault === undefined ? "" : `; default ${JSON.stringify(byDefault)}`;
    return [depth, yamlKey(name), `${typeLabel(field.schema)}${isNeeded}${about}${value}`];
  });
}

function commented(depth: number, key: string, note: string): string {
  const text = note.replaceAll(/\s+/g, " ");
  return `# ${"  ".repeat(depth)}${key}:${text === "" ? "" : ` # ${text}`}\n`;
}

/** Quoted where YAML would read something else. */
function yamlKey(name: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);
}
