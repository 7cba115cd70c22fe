// An implementation needs packages that not everybody wants: what is missing is named with the command
// that installs it.
import { kindLabel } from "../domain/component-types.js";
import type { ComponentType } from "../domain/entities/component.js";
import { ZenError } from "../domain/errors.js";

export interface MissingFor {
  readonly type: ComponentType;
  readonly name: string;
  /** Null for a flavor of a person's own. */
  readonly integration: string | null;
}

const MISSING = /^Cannot find (?:package|module) '([^'./][^']*)'/;

/** The package that could not be found; undefined for any other error, such as a file that is missing. */
export function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code !== "ERR_MODULE_NOT_FOUND" && error.code !== "MODULE_NOT_FOUND") return undefined;
  const [, specifier] = MISSING.exec(error.message) ?? [];
  return specifier?.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/** The error as it is, or `integration_not_installed` where a package is missing. */
export function withInstallHint(error: unknown, { type, name, integration }: MissingFor): unknown {
  const missing = missingPackage(error);
  if (missing === undefined) return error;
  return new ZenError(
    "integration_not_installed",
    `The ${kindLabel(type)} flavor '${name}' needs the package '${missing}', which is not installed.`,
    {
      hint:
        integration === null
          ? `npm install ${missing}`
          : `zenml integration install ${integration}`,
      cause: error,
      details: { package: missing, integration },
    },
  );
}
