// Whether a configuration suits its flavor: all problems at once, no SDK needed, no secret shown.
import { kindLabel } from "../domain/component-types.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import { ZenError } from "../domain/errors.js";
import type { Flavor } from "./flavor.js";
import { respell } from "./old-attributes.js";
import { checkValue } from "./schema/check-value.js";
import { configFields } from "./schema/config-fields.js";
import { JsonSchema, configSchema } from "./schema/json-schema.js";
import { isReference } from "./schema/secret-reference.js";

export interface CheckedConfiguration {
  /** What to store: old spellings replaced, nothing that was not given. */
  readonly configuration: JsonRecord;
  readonly problems: readonly string[];
  /** What works, and could be better: a secret in clear, an attribute that no longer counts. */
  readonly warnings: readonly string[];
}

/** References to secrets (`{{name.key}}`) stand for any text. */
export function checkConfiguration(flavor: Flavor, given: JsonRecord): CheckedConfiguration {
  const parsed = JsonSchema.safeParse(configSchema(flavor));
  const owner = flavorLabel(flavor);
  if (!parsed.success) {
    const problem = `the schema of ${owner} cannot be read: register the flavor again`;
    return { configuration: given, problems: [problem], warnings: [] };
  }
  const fields = configFields(parsed.data);
  const isKnown = (name: string) => fields.some((field) => field.name === name);
  const { configuration, warnings } = respell(flavor.type, given, isKnown);
  const inClear = fields.filter(
    ({ name, secret }) =>
      secret && isText(configuration[name]) && !isReference(configuration[name]),
  );
  return {
    configuration,
    problems: checkValue(parsed.data, configuration, owner),
    warnings: [...warnings, ...inClear.map(({ name }) => secretInClear(name))],
  };
}

/** `the orchestrator flavor 'kubeflow'` */
export function flavorLabel({ type, name }: Pick<Flavor, "type" | "name">): string {
  return `the ${kindLabel(type)} flavor '${name}'`;
}

/** Errors: `invalid_input` with every problem, where there is one. */
export function assertConfiguration(
  flavor: Flavor,
  { problems }: Pick<CheckedConfiguration, "problems">,
  component: string,
): void {
  if (problems.length === 0) return;
  const what = `The ${kindLabel(flavor.type)} '${component}' cannot be configured like this`;
  const [first = ""] = problems;
  throw new ZenError(
    "invalid_input",
    problems.length === 1 ? `${what}: ${first}.` : `${what}:\n  - ${problems.join("\n  - ")}`,
    {
      hint: `zenml ${flavor.type.replaceAll("_", "-")} flavor describe ${flavor.name}`,
      details: { problems },
    },
  );
}

function secretInClear(name: string): string {
  return (
    `'${name}' is a secret and is stored as it is. Keep it with ` +
    `\`zenml secret register NAME --key=…\` and refer to it: --${name}='{{NAME.key}}'.`
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
