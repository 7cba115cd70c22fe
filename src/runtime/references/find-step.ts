import type { StepRun } from "../../domain/entities/step.js";
import type { ZenStore } from "../../store/zen-store.js";

/**
 * A step named by `RUN/STEP`, by a run and a name, by id or id prefix.
 * Errors: `not_found`, `ambiguous`.
 */
export async function findStep(
  store: Pick<ZenStore, "runs" | "steps">,
  reference: string,
  name?: string,
): Promise<StepRun> {
  // No name has a slash in it.
  const [run = "", step] = name === undefined ? reference.split("/", 2) : [reference, name];
  if (step === undefined) return store.steps.get(reference);
  const { id } = await store.runs.get(run);
  return store.steps.get(step, { run_id: id });
}
