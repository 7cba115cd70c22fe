import { ZenError } from "../domain/errors.js";
import { COMMAND_OPTIONS } from "./check-options.js";
import { checkForeign, foreignStep } from "./foreign-definition.js";
import type { CommandStepOptions, ForeignStepOf } from "./types/foreign-step.js";
import type { OutputMaterializers } from "./types/step.js";
import type { ParamsSchema } from "./types/params.js";

/**
 * Makes a step of a program: it reads files, and writes files. What it prints is the step's log; an exit
 * code other than 0 is its failure.
 *
 * @example
 * ```ts
 * import { commandStep, file } from "zenml";
 *
 * const sort = commandStep("sort", {
 *   inputs: { lines: file },
 *   outputs: { sorted: file },
 *   command: ["sort", "--output", "{outputs.sorted}", "{inputs.lines}"],
 *   files: [],
 * });
 * ```
 */
export function commandStep<
  Schema extends ParamsSchema | undefined = undefined,
  Inputs extends OutputMaterializers | undefined = undefined,
  Outputs extends OutputMaterializers | undefined = undefined,
>(
  name: string,
  options: CommandStepOptions<Schema, Inputs, Outputs>,
): ForeignStepOf<Schema, Inputs, Outputs>;
export function commandStep(
  name: string,
  options: CommandStepOptions<ParamsSchema, OutputMaterializers, OutputMaterializers>,
): unknown {
  checkForeign("commandStep", name, options, COMMAND_OPTIONS);
  const { command, folder = "." } = options;
  if (command === undefined || command.length === 0 || command[0] === "") {
    throw new ZenError("pipeline_invalid", `Step '${name}' has no command.`, {
      hint: 'Give the program and its arguments: command: ["sort", "{inputs.lines}"].',
    });
  }
  const recipe = { type: "command", command: [...command], folder } as const;
  return foreignStep({ name, options, callee: commandStep, recipe });
}
