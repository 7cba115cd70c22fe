import { ZenError } from "../domain/errors.js";
import { checkOptions, ENVIRONMENT_OPTIONS, PYTHON_OPTIONS } from "./check-options.js";
import { checkForeign, foreignStep } from "./foreign-definition.js";
import type { ForeignStepOf, PythonStepOptions } from "./types/foreign-step.js";
import type { OutputMaterializers } from "./types/step.js";
import type { ParamsSchema } from "./types/params.js";

/**
 * Makes a step of a Python function: its parameters are the inputs and params by name, what it returns
 * are the outputs.
 *
 * @example
 * ```ts
 * import { file, json, pythonStep, table } from "zenml";
 *
 * const train = pythonStep("train", {
 *   script: "train.py",
 *   function: "train",
 *   inputs: { rows: table },
 *   outputs: { model: file, scores: json<{ accuracy: number }>() },
 *   environment: { python: ">=3.9", requirements: ["scikit-learn", "pandas", "pyarrow"] },
 * });
 * ```
 */
export function pythonStep<
  Schema extends ParamsSchema | undefined = undefined,
  Inputs extends OutputMaterializers | undefined = undefined,
  Outputs extends OutputMaterializers | undefined = undefined,
>(
  name: string,
  options: PythonStepOptions<Schema, Inputs, Outputs>,
): ForeignStepOf<Schema, Inputs, Outputs>;
export function pythonStep(
  name: string,
  options: PythonStepOptions<ParamsSchema, OutputMaterializers, OutputMaterializers>,
): unknown {
  checkForeign("pythonStep", name, options, PYTHON_OPTIONS);
  const { script, environment = {}, keep_warm = true } = options;
  if (script === undefined || script === "") {
    throw new ZenError("pipeline_invalid", `Step '${name}' has no script.`, {
      hint: 'Give the Python file, relative to this one: script: "train.py".',
    });
  }
  checkOptions(`the environment of step '${name}'`, environment, ENVIRONMENT_OPTIONS);
  const recipe = {
    type: "python",
    script,
    function: options.function,
    environment,
    keep_warm,
  } as const;
  return foreignStep({ name, options, callee: pythonStep, recipe });
}
