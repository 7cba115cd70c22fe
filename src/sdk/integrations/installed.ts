import { packageFolder } from "../../runtime/code/package-versions.js";
import { INTEGRATIONS, packageOf } from "../../stack/integrations.js";

/** The requirements that code in the folder would not find. */
export function missingRequirements(requirements: readonly string[], root: string): string[] {
  return requirements.filter((one) => packageFolder(packageOf(one), root) === undefined);
}

export function isInstalled(integration: string, root: string): boolean {
  const packages = INTEGRATIONS.find(({ name }) => name === integration)?.packages ?? [];
  return missingRequirements(packages, root).length === 0;
}
