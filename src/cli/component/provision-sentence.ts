import { kindLabel } from "../../domain/component-types.js";
import type { ProvisionedComponent } from "../../sdk/components/provision-component.js";

/** What was done, or why there was nothing to do. */
export function provisionSentence(
  { type, name, flavor, done, implemented }: ProvisionedComponent,
  verb: "start" | "stop",
): string {
  const kind = kindLabel(type);
  if (done.length > 0) return `The ${kind} '${name}': ${done.join("; ")}.`;
  const reason = implemented ? "keeps nothing running" : "has no implementation yet";
  return `There is nothing to ${verb} for the ${kind} '${name}': the flavor '${flavor}' ${reason}.`;
}
