import type { Component } from "../../domain/entities/component.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { isZenError } from "../../domain/errors.js";
import { fieldsOf } from "../../stack/schema/config-fields.js";
import { isReference } from "../../stack/schema/secret-reference.js";
import { VERSION } from "../../util/version.js";
import { flavorPlace, lookUpFlavor } from "../flavors/look-up-flavor.js";
import type { FlavorPlace } from "../flavors/look-up-flavor.js";
import type { Session } from "../session.js";
import { readComponents } from "./read-components.js";
import type { StackDocument } from "./stack-document.js";

export interface ExportedStack {
  readonly document: StackDocument;
  /** Secret values that the document is without, e.g. `secret of the artifact_store 'bucket'`. */
  readonly leftOut: readonly string[];
}

/**
 * A stack with its components, to be kept in a file. Secret values are left out; references to secrets
 * (`{{name.key}}`) stay. Errors: `not_found`, `ambiguous`.
 * @param reference name, id or id prefix
 */
export async function exportStack(
  session: Pick<Session, "store" | "settings">,
  reference: string,
): Promise<ExportedStack> {
  const { store } = session;
  const place = flavorPlace(session);
  const stack = await store.stacks.get(reference);
  const subject = `The stack '${stack.name}' cannot be exported`;
  const leftOut: string[] = [];
  const documents = [];
  for (const component of await readComponents(store, stack, subject)) {
    const { type, name, flavor } = component;
    const secrets = await secretsInClear(component, place);
    leftOut.push(...secrets.map((field) => `${field} of the ${type} '${name}'`));
    const configuration = without(component.configuration, secrets);
    documents.push([type, { name, flavor, configuration }]);
  }
  return {
    document: {
      components: Object.fromEntries(documents),
      stack_name: stack.name,
      zenml_version: VERSION,
    },
    leftOut,
  };
}

/** Of a flavor that nobody knows here no field is known to be harmless. */
async function secretsInClear(
  { type, flavor, configuration }: Component,
  place: FlavorPlace,
): Promise<string[]> {
  const given = Object.keys(configuration).filter((name) => !isReference(configuration[name]));
  try {
    const fields = fieldsOf(await lookUpFlavor(place, type, flavor));
    return given.filter((name) => fields.find((field) => field.name === name)?.secret === true);
  } catch (error) {
    if (!isZenError(error, "flavor_unknown")) throw error;
    return given;
  }
}

function without(configuration: JsonRecord, names: readonly string[]): JsonRecord {
  return Object.fromEntries(
    Object.entries(configuration).filter(([name]) => !names.includes(name)),
  );
}
