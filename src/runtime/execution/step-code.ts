import { ZenError } from "../../domain/errors.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";
import type { StepCode } from "./execute-step.js";

/** The code and params behind an invocation. Errors: `internal` when the graph and the code disagree. */
export function stepCode(pipeline: CompiledPipeline, name: string): StepCode {
  const definition = pipeline.steps.get(name);
  if (definition === undefined) throw missingStep(name);
  return { definition, params: pipeline.params.get(name) };
}

export function missingStep(name: string): ZenError {
  return new ZenError(
    "pipeline_invalid",
    `The pipeline has no step '${name}' when it is wired again.`,
    { hint: "A pipeline must wire the same steps each time it is given the same params." },
  );
}
