import type { PipelineDefinition } from "../definition.js";
import { throwProblems } from "../graph-checks/problems.js";
import { validateAtOnce } from "../graph-checks/validate-params.js";

/**
 * The params of a pipeline that is wired into another one, under what `.with({ params })` said.
 * Errors: `params_invalid`.
 */
export function partParams(
  { name, params, defaults }: PipelineDefinition,
  given: Readonly<Record<string, unknown>>,
): unknown {
  const { value, problems } = validateAtOnce(params, { ...defaults, ...given }, "");
  throwProblems(`Pipeline '${name}'`, problems);
  return value;
}
