// Whether settings can be settings of any stack: their topics, and the fields of those that all stacks
// share. Knows no stack.
import { COMPONENT_TYPES } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { nearest } from "../../util/nearest.js";
import { checkValue } from "../schema/check-value.js";
import { JsonSchema, jsonSchemaOf } from "../schema/json-schema.js";
import { DockerSettingsSchema } from "./docker-settings.js";
import { ResourceSettingsSchema } from "./resource-settings.js";
import { isRecord } from "../../util/is-record.js";

const GENERAL = { docker: DockerSettingsSchema, resources: ResourceSettingsSchema } as const;
export type GeneralTopic = keyof typeof GENERAL;
export const GENERAL_TOPICS: readonly GeneralTopic[] = ["docker", "resources"];

/** A topic of settings that is meant for the components of one flavor. */
export interface ComponentTopic {
  readonly type: ComponentType;
  readonly flavor: string;
}

/** The JSON schema of a topic that all stacks share. */
export function generalSchema(topic: GeneralTopic): JsonSchema {
  return JsonSchema.parse(jsonSchemaOf(GENERAL[topic]));
}

export function isGeneralTopic(topic: string): topic is GeneralTopic {
  return topic === "docker" || topic === "resources";
}

/** `orchestrator.local` → its parts; undefined for what names no kind of component. */
export function componentTopic(topic: string): ComponentTopic | undefined {
  const [, word = "", flavor = ""] = /^([^.]+)\.(.+)$/.exec(topic) ?? [];
  const type = COMPONENT_TYPES.find((known) => known === word);
  return type === undefined ? undefined : { type, flavor };
}

/** Clauses without a full stop. Null is what takes a topic or a field out, so it is never wrong. */
export function settingsProblems(
  settings: Readonly<Record<string, unknown>>,
  at = "settings",
): string[] {
  return Object.entries(settings).flatMap(([topic, value]) => {
    const place = `${at}.${topic}`;
    if (isGeneralTopic(topic)) return value === null ? [] : generalProblems(topic, value, place);
    if (componentTopic(topic) === undefined) return [unknownTopic(topic, at)];
    if (value === null || isRecord(value)) return [];
    return [`${place} holds names and values, not ${JSON.stringify(value)}`];
  });
}

function generalProblems(topic: GeneralTopic, value: unknown, place: string): string[] {
  const said = isRecord(value) ? withoutNulls(value) : value;
  const owner = `the ${topic} settings`;
  return checkValue(generalSchema(topic), said, owner).map((problem) => `${place}: ${problem}`);
}

function unknownTopic(topic: string, at: string): string {
  const [kind = "", flavor] = topic.split(".", 2);
  const close =
    flavor === undefined
      ? nearest(topic, GENERAL_TOPICS)
      : nearest(kind.replaceAll("-", "_"), COMPONENT_TYPES);
  const meant = close === undefined || flavor === undefined ? close : `${close}.${flavor}`;
  const suggestion = meant === undefined ? "" : `; did you mean '${meant}'?`;
  return `${at} has no '${topic}': there are docker, resources, and <component type>.<flavor> of ${COMPONENT_TYPES.join(", ")}${suggestion}`;
}

function withoutNulls(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}
