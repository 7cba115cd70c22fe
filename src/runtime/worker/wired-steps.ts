import type { RunConfiguration } from "../compiled-pipeline.js";
import type { AnyMaterializer, PipelineDefinition } from "../definition.js";
import { missingStep } from "../execution/step-code.js";
import type { StepCode } from "../execution/execute-step.js";
import { throwProblems } from "../graph-checks/problems.js";
import type { NamedInvocation } from "../make-graph.js";
import { materializersOf, validateStep, wirePipeline } from "../wire-pipeline.js";
import type { CompileOptions } from "../wire-pipeline.js";

/** The code of a pipeline's steps in a worker thread. */
export interface WiredSteps {
  readonly materializers: ReadonlyMap<string, AnyMaterializer>;
  /** Errors: `pipeline_invalid`, `params_invalid` where wiring came out otherwise than the first time. */
  codeOf(name: string): Promise<StepCode>;
}

/** The process that runs the pipeline has checked it all; here the params of a step are made when it is its turn. */
export async function wireAgain(
  definition: PipelineDefinition,
  options: CompileOptions & { readonly config: RunConfiguration },
): Promise<WiredSteps> {
  const { named } = await wirePipeline(definition, options);
  const steps = new Map<string, NamedInvocation>(named.map((step) => [step.name, step]));
  return {
    materializers: materializersOf(named),
    codeOf: async (name) => {
      const step = steps.get(name);
      if (step === undefined) throw missingStep(name);
      const params = await validateStep(step, options.config);
      throwProblems(`Pipeline '${definition.name}'`, params.problems);
      return { definition: step.invocation.definition, params: params.value };
    },
  };
}
