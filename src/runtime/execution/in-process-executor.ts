import type { CompiledPipeline } from "../compiled-pipeline.js";
import { ForeignProcesses } from "../foreign/foreign-processes.js";
import { captureOutput } from "../logs/capture-output.js";
import type { StepTask } from "../step-task.js";
import { executeStep } from "./execute-step.js";
import type { StepSurroundings } from "./execute-step.js";
import type { StepExecutor } from "./executor.js";
import { stepCode } from "./step-code.js";
import { StepGuard } from "./step-guard.js";
import type { StepScope } from "./step-scope.js";

/** Executes steps on the event loop of this process: for debugging, and where no bundle can be loaded twice. */
export function inProcessExecutor(
  pipeline: CompiledPipeline,
  surroundings: Omit<StepSurroundings, "signal" | "guard">,
): StepExecutor {
  const restoreOutput = captureOutput();
  const guard = new StepGuard({ onUnknown: failOnly });
  const processes = new ForeignProcesses();
  return {
    execute: (task: StepTask, signal: AbortSignal, start: () => void) => {
      start();
      return executeStep(task, stepCode(pipeline, task.node), {
        processes,
        ...surroundings,
        signal,
        guard,
      });
    },
    close: async () => {
      guard.close();
      restoreOutput();
      await processes.close();
    },
  };
}

/** With several under way nobody can tell whose it is, and this process may have other things to do: it ends. */
function failOnly(error: unknown, running: ReadonlySet<StepScope>): void {
  const [only, ...others] = running;
  if (only === undefined || others.length > 0) throw error;
  only.fail(error);
}
