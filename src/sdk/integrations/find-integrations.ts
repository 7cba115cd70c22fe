import { ZenError } from "../../domain/errors.js";
import { INTEGRATIONS, PYTHON_LIBRARIES } from "../../stack/integrations.js";
import type { Integration } from "../../stack/integrations.js";
import { nearest } from "../../util/nearest.js";

/** By name, in the order given; all when none is given. Errors: `not_found`, `invalid_argument`. */
export function findIntegrations(
  names: readonly string[],
  known: readonly Integration[] = INTEGRATIONS,
): readonly Integration[] {
  return names.length === 0
    ? known
    : [...new Set(names)].map((name) => findIntegration(name, known));
}

function findIntegration(name: string, known: readonly Integration[]): Integration {
  const found = known.find((one) => one.name === name || one.name === name.replaceAll("-", "_"));
  if (found !== undefined) return found;
  if (PYTHON_LIBRARIES.includes(name)) {
    throw new ZenError(
      "invalid_argument",
      `'${name}' is a Python library, which needs no integration: its values are those of steps in Python.`,
      { hint: `Install it where your Python steps run: pip install ${name}` },
    );
  }
  const names = known.map((one) => one.name);
  const close = nearest(name, names);
  throw new ZenError("not_found", `Unable to find integration '${name}'.`, {
    hint: close === undefined ? `There are: ${names.join(", ")}.` : `Did you mean '${close}'?`,
    details: { candidates: names },
  });
}
