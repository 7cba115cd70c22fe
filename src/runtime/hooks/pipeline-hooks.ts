import type { PipelineDefinition } from "../definition.js";
import { stepLog } from "../execution/make-step-context.js";
import type { LogLine } from "../step-task.js";
import type { PipelineHookContext } from "./hook-context.js";
import { runHook } from "./run-hook.js";

export interface EndedRun extends Pick<PipelineHookContext, "status" | "failure" | "duration_ms"> {
  readonly run: { readonly id: string; readonly name: string };
}

export interface PipelineHookRules {
  readonly log: (line: LogLine) => void;
  readonly signal: AbortSignal;
  readonly projectRoot: string;
}

/** What the log calls lines that belong to no step. */
const NO_STEP = "";

/**
 * Calls the hook of the pipeline that fits how the run ended, in this process. Never rejects: a hook that
 * fails is told in the log. For after the end of the run was recorded and before its log is closed.
 */
export async function runPipelineHooks(
  { name, configuration }: Pick<PipelineDefinition, "name" | "configuration">,
  ended: EndedRun,
  { log, signal, projectRoot }: PipelineHookRules,
): Promise<void> {
  const chosen = ended.status === "completed" ? "on_success" : "on_failure";
  const hook = ended.status === "cancelled" ? undefined : configuration[chosen];
  if (hook === undefined) return;
  const lines = stepLog(NO_STEP, log);
  const context = { ...ended, run: { ...ended.run, pipeline: name }, log: lines };
  const rules = { name: `${chosen} of pipeline '${name}'`, log: lines, signal, projectRoot };
  await runHook((own) => hook({ ...context, signal: own }), rules);
}
