import type { CompiledPipeline } from "../compiled-pipeline.js";
import { ForeignProcesses } from "../foreign/foreign-processes.js";
import { captureOutput } from "../logs/capture-output.js";
import type { StepTask } from "../step-task.js";
import { executeStep } from "./execute-step.js";
import type { StepSurroundings } from "./execute-step.js";
import type { StepExecutor } from "./executor.js";
import { stepCode } from "./step-code.js";

/** Executes steps on the event loop of this process: for debugging, and where no bundle can be loaded twice. */
export function inProcessExecutor(
  pipeline: CompiledPipeline,
  surroundings: Omit<StepSurroundings, "signal">,
): StepExecutor {
  const restoreOutput = captureOutput();
  const processes = new ForeignProcesses();
  return {
    execute: (task: StepTask, signal: AbortSignal, start: () => void) => {
      start();
      return executeStep(task, stepCode(pipeline, task.node), {
        processes,
        ...surroundings,
        signal,
      });
    },
    close: async () => {
      restoreOutput();
      await processes.close();
    },
  };
}
