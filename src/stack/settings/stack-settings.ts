// Whether a stack heeds what the steps of a graph ask of it: a field that would have no effect is refused
// by its name, before anything runs. Topics meant for flavors that the stack lacks are for other stacks.
import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Graph } from "../../domain/graph.js";
import { nearest } from "../../util/nearest.js";
import { checkValue } from "../schema/check-value.js";
import { JsonSchema, jsonSchemaOf } from "../schema/json-schema.js";
import type { Flavor } from "../flavor.js";
import { memoryBytes } from "./resource-settings.js";
import { GENERAL_TOPICS, componentTopic, generalSchema } from "./settings-problems.js";
import type { GeneralTopic } from "./settings-problems.js";
import { isRecord } from "../../util/is-record.js";

/** A component of the stack, with its flavor. */
export interface SettingsTarget {
  readonly name: string;
  readonly flavor: Flavor;
}
export type SettingsTargets = ReadonlyMap<ComponentType, SettingsTarget>;

const CHOSEN = ["step_operator", "experiment_tracker"] as const;
type Asking = Pick<Graph["steps"][number], "name" | "settings" | (typeof CHOSEN)[number]>;

/** Whether there is anything to be checked: most graphs ask for nothing. */
export function asksOfStack({ settings, steps }: Pick<Graph, "settings" | "steps">): boolean {
  const says = (said: JsonRecord) => Object.keys(said).length > 0;
  return (
    says(settings) ||
    steps.some((step) => says(step.settings) || CHOSEN.some((type) => step[type] !== undefined))
  );
}

/** Every problem with the steps that have it, as clauses without a full stop. */
export function stackSettingsProblems(
  graph: Pick<Graph, "steps">,
  targets: SettingsTargets,
): readonly string[] {
  const steps = new Map<string, string[]>();
  for (const step of graph.steps) {
    for (const problem of problemsOf(step, targets)) {
      steps.set(problem, [...(steps.get(problem) ?? []), step.name]);
    }
  }
  return [...steps].map(([problem, names]) =>
    names.length === graph.steps.length ? problem : `${stepNames(names)}: ${problem}`,
  );
}

function problemsOf(step: Asking, targets: SettingsTargets): string[] {
  const executor = targets.get(step.step_operator === undefined ? "orchestrator" : "step_operator");
  return [
    ...CHOSEN.flatMap((type) => choiceProblems(step[type], type, targets.get(type))),
    ...GENERAL_TOPICS.flatMap((topic) => generalProblems(step.settings, topic, executor)),
    ...Object.entries(step.settings).flatMap(([topic, value]) =>
      ownProblems(topic, value, targets),
    ),
  ];
}

function choiceProblems(
  wanted: string | undefined,
  type: (typeof CHOSEN)[number],
  target: SettingsTarget | undefined,
): string[] {
  if (wanted === undefined || wanted === target?.name) return [];
  const kind = kindLabel(type);
  if (target === undefined) return [`the stack has no ${kind} '${wanted}', nor any other`];
  const close = nearest(wanted, [target.name]);
  const its =
    close === undefined ? `; its ${kind} is '${target.name}'` : `; did you mean '${close}'?`;
  return [`the stack has no ${kind} '${wanted}'${its}`];
}

function generalProblems(
  settings: JsonRecord,
  topic: GeneralTopic,
  target: SettingsTarget | undefined,
): string[] {
  const asked = settings[topic];
  if (target === undefined || !isRecord(asked)) return [];
  const { name, flavor } = target;
  const { heeds = {} } = flavor;
  const heeded: readonly string[] = heeds[topic] ?? [];
  const { properties = {} } = generalSchema(topic);
  const who = `the ${kindLabel(flavor.type)} '${name}' (${flavor.name})`;
  const unheeded = Object.entries(asked).filter(
    ([field, value]) => !heeded.includes(field) && !isNothing(value, properties[field]?.default),
  );
  const capacity = topic === "resources" ? heeds.capacity?.() : undefined;
  return [
    ...unheeded.map(([field]) => `'${topic}.${field}' would have no effect with ${who}`),
    ...(capacity === undefined ? [] : tooMuch(asked, capacity, who)),
  ];
}

/** What asks for nothing: an empty list, zero, or what is so anyway. */
function isNothing(value: unknown, byDefault: unknown): boolean {
  if (value === null || value === 0 || value === "" || value === byDefault) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function tooMuch(
  { cpu_count, memory }: JsonRecord,
  capacity: { readonly cpu_count: number; readonly memory: number },
  who: string,
): string[] {
  const bytes = typeof memory === "string" ? (memoryBytes(memory) ?? 0) : 0;
  const available = `${Math.floor(capacity.memory / 2 ** 20)}MiB`;
  return [
    ...(typeof cpu_count === "number" && cpu_count > capacity.cpu_count
      ? [`'resources.cpu_count' is ${cpu_count}, but ${who} has ${capacity.cpu_count}`]
      : []),
    ...(bytes > capacity.memory
      ? [`'resources.memory' is ${String(memory)}, but ${who} has ${available}`]
      : []),
  ];
}

function ownProblems(topic: string, value: unknown, targets: SettingsTargets): string[] {
  const meant = componentTopic(topic);
  const target = meant === undefined ? undefined : targets.get(meant.type);
  if (meant === undefined || target?.flavor.name !== meant.flavor) return [];
  const owner = `the settings of the ${kindLabel(meant.type)} flavor '${meant.flavor}'`;
  const { own } = target.flavor.heeds ?? {};
  if (own === undefined) {
    return isNothing(value, undefined) ? [] : [`'${topic}': ${owner} do not exist`];
  }
  const schema = JsonSchema.parse("jsonSchema" in own ? own.jsonSchema : jsonSchemaOf(own));
  return checkValue(schema, value, owner).map((problem) => `'${topic}': ${problem}`);
}

const MAX_NAMED = 3;

function stepNames(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).map((name) => `'${name}'`);
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
  return `step${names.length === 1 ? "" : "s"} ${shown.join(", ")}${more}`;
}
