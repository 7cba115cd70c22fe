// The flags that choose a stack's components: one row a kind, whatever the command.
import { COMPONENT_TYPES, isRequired, kindLabel, kindWord } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import type { FlagSpec, NameKind } from "../framework/command.js";

/** The short flag of each kind. */
const SHORT = {
  artifact_store: "a",
  orchestrator: "o",
  alerter: "al",
  annotator: "an",
  container_registry: "c",
  data_validator: "dv",
  experiment_tracker: "e",
  feature_store: "f",
  image_builder: "i",
  model_deployer: "d",
  model_registry: "r",
  secrets_manager: "x",
  step_operator: "s",
} as const satisfies Record<ComponentType, string>;

type KebabCase<Text extends string> = Text extends `${infer Head}_${infer Rest}`
  ? `${Head}-${KebabCase<Rest>}`
  : Text;
type CamelCase<Text extends string> = Text extends `${infer Head}_${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Text;

/** A flag for each kind that has one, by its name on the command line. */
type KindFlags<Type extends ComponentType, Spec extends FlagSpec> = {
  readonly [Kind in Type as KebabCase<Kind>]: Spec;
};

interface NameFlag {
  readonly kind: "text";
  readonly short: string;
  readonly placeholder: string;
  readonly names: NameKind;
  readonly summary: string;
}
interface RemoveFlag {
  readonly kind: "boolean";
  readonly short: string;
  readonly summary: string;
}

function kindFlags<Type extends ComponentType, Spec extends FlagSpec>(
  types: readonly Type[],
  flagOf: (type: Type, short: string) => Spec,
): KindFlags<Type, Spec> {
  const entries = types.map((type) => [kindWord(type), flagOf(type, SHORT[type])]);
  // `fromEntries` forgets the names; they are exactly those of the mapped type.
  return Object.fromEntries(entries) as KindFlags<Type, Spec>;
}

/** For `register` and `update`: a component for each kind. */
export const COMPONENT_FLAGS = kindFlags(COMPONENT_TYPES, (type, short): NameFlag => ({
  kind: "text",
  short,
  placeholder: "NAME",
  names: `component:${type}`,
  summary: `Name, id or id prefix of the ${kindLabel(type)}`,
}));

type OptionalType = Exclude<ComponentType, "orchestrator" | "artifact_store">;

function isOptional(type: ComponentType): type is OptionalType {
  return !isRequired(type);
}

/** For `remove-component`: every kind that a stack can be without. */
export const REMOVE_FLAGS = kindFlags(
  COMPONENT_TYPES.filter(isOptional),
  (type, short): RemoveFlag => ({
    kind: "boolean",
    short,
    summary: `Take the ${kindLabel(type)} out of the stack`,
  }),
);

type KindValues<Value> = { readonly [Type in ComponentType as CamelCase<Type>]?: Value };

/** What a command's flags say for each kind that they name. */
export function ofEachKind<Value>(flags: KindValues<Value>): {
  readonly [Type in ComponentType]?: Value;
} {
  const entries = COMPONENT_TYPES.flatMap((type) => {
    const value: Value | undefined = flags[camelCase(type)];
    return value === undefined ? [] : [[type, value] as const];
  });
  return Object.fromEntries(entries);
}

function camelCase<Text extends string>(text: Text): CamelCase<Text> {
  // The same rule as the type's.
  return text.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as CamelCase<Text>;
}
