// Fills in what configurations take from secrets: `{{name.key}}`. Only what is opened for use is filled
// in, so that no value is stored or shown; everything that is missing is told at once.
import { kindLabel } from "../domain/component-types.js";
import type { ComponentType } from "../domain/entities/component.js";
import type { Json, JsonRecord } from "../domain/entities/fields.js";
import { ZenError } from "../domain/errors.js";
import type { Secret } from "./secrets-manager.js";

const REFERENCES = /\{\{\s*([^{}\s.]+)\.([^{}\s]+)\s*\}\}/g;

export interface SecretReference {
  /** With dots where it lies deeper: `client_kwargs.region`. */
  readonly attribute: string;
  readonly secret: string;
  readonly key: string;
}

/** What a component is, as far as its secrets go. */
export interface ConfiguredComponent {
  readonly type: ComponentType;
  readonly name: string;
  readonly configuration: JsonRecord;
}

/** Every reference of a configuration, in its order. */
export function secretReferences(configuration: JsonRecord): SecretReference[] {
  const found: SecretReference[] = [];
  mapTexts(configuration, "", (text, attribute) => {
    for (const [, secret = "", key = ""] of text.matchAll(REFERENCES)) {
      found.push({ attribute, secret, key });
    }
    return text;
  });
  return found;
}

/**
 * The configurations with their secrets, in the order of the components. Errors: `stack_invalid`, naming
 * every component and attribute whose secret is missing, and what registers it.
 */
export async function resolveSecrets(
  components: readonly ConfiguredComponent[],
  getSecret: (name: string) => Promise<Secret | undefined>,
): Promise<JsonRecord[]> {
  const asked = components.flatMap((component) =>
    secretReferences(component.configuration).map((reference) => ({ component, reference })),
  );
  const secrets = new Map<string, Secret>();
  for (const name of new Set(asked.map(({ reference }) => reference.secret))) {
    const secret = await getSecret(name);
    if (secret !== undefined) secrets.set(name, secret);
  }
  const missing = asked.filter(({ reference }) => valueOf(secrets, reference) === undefined);
  if (missing.length > 0) throw missingSecrets(missing, secrets);
  return components.map(({ configuration }) => filledIn(configuration, secrets));
}

function filledIn(configuration: JsonRecord, secrets: ReadonlyMap<string, Secret>): JsonRecord {
  const entries = Object.entries(configuration).map(([key, value]) => [
    key,
    mapTexts(value, key, (text) =>
      text.replace(REFERENCES, (written, secret: string, key: string) => {
        return valueOf(secrets, { secret, key }) ?? written;
      }),
    ),
  ]);
  return Object.fromEntries(entries);
}

function valueOf(
  secrets: ReadonlyMap<string, Secret>,
  { secret, key }: Pick<SecretReference, "secret" | "key">,
): string | undefined {
  const values = secrets.get(secret)?.values ?? {};
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function mapTexts(
  value: Json,
  path: string,
  map: (text: string, attribute: string) => string,
): Json {
  if (typeof value === "string") return map(value, path);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => mapTexts(item, `${path}[${index}]`, map));
  }
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    mapTexts(item, path === "" ? key : `${path}.${key}`, map),
  ]);
  return Object.fromEntries(entries);
}

interface Missing {
  readonly component: ConfiguredComponent;
  readonly reference: SecretReference;
}

function missingSecrets(
  missing: readonly Missing[],
  secrets: ReadonlyMap<string, Secret>,
): ZenError {
  const problems = missing.map(({ component, reference }) => {
    const { attribute, secret, key } = reference;
    const what = secrets.has(secret)
      ? `the secret '${secret}' has no key '${key}'`
      : `there is no secret '${secret}'`;
    return `'${attribute}' of the ${kindLabel(component.type)} '${component.name}' is {{${secret}.${key}}}, but ${what}`;
  });
  const [first = ""] = problems;
  const message =
    problems.length === 1
      ? `A secret is missing: ${first}.`
      : `Secrets are missing:\n  - ${problems.join("\n  - ")}`;
  return new ZenError("stack_invalid", message, {
    hint: commands(missing, secrets).join(" && "),
    details: { problems },
  });
}

/** One command for each secret, with every key that it lacks. */
function commands(missing: readonly Missing[], secrets: ReadonlyMap<string, Secret>): string[] {
  const names = [...new Set(missing.map(({ reference }) => reference.secret))];
  return names.map((name) => {
    const keys = missing.flatMap(({ reference }) =>
      reference.secret === name ? [reference.key] : [],
    );
    const flags = [...new Set(keys)].map((key) => `--${key}=VALUE`);
    return `zenml secret ${secrets.has(name) ? "update" : "register"} ${name} ${flags.join(" ")}`;
  });
}
