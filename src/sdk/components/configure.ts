// Attributes as they are given, with what was wrong about the words, against the flavor that reads them.
import type { JsonRecord } from "../../domain/entities/fields.js";
import { assertConfiguration, checkConfiguration } from "../../stack/check-configuration.js";
import type { Flavor } from "../../stack/flavor.js";

export interface GivenConfiguration {
  readonly configuration: JsonRecord;
  /** What is known to be wrong with it already, told together with all else. */
  readonly problems?: readonly string[] | undefined;
}

export interface Configured {
  readonly configuration: JsonRecord;
  /** What works, and could be better. */
  readonly warnings: readonly string[];
}

/** Errors: `invalid_input` with all problems, never with a secret. */
export function configure(
  flavor: Flavor,
  { configuration, problems = [] }: GivenConfiguration,
  component: string,
): Configured {
  const checked = checkConfiguration(flavor, configuration);
  assertConfiguration(flavor, { problems: [...problems, ...checked.problems] }, component);
  return checked;
}
