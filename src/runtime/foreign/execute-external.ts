import type { StoredContent } from "../../artifacts/stored-content.js";
import { ZenError } from "../../domain/errors.js";
import type { StepTask } from "../step-task.js";
import type { ExternalCall } from "./external-call.js";

/** Executes a step that is a command; its outputs are in the artifact store when this resolves. */
export function executeExternal(
  task: StepTask,
  call: ExternalCall,
): Promise<Record<string, StoredContent>> {
  const { type } = call.external;
  return Promise.reject(
    new ZenError(
      "step_failed",
      `Step '${task.step.name}' is a ${type}, which is not executed yet.`,
    ),
  );
}
