import { findMaterializer } from "../../artifacts/find-materializer.js";
import type { AnyMaterializer } from "../definition.js";
import type { StepTask } from "../step-task.js";

/** The one that the run's configuration names, else the declared one; undefined: by the value. */
export function chosenMaterializer(
  task: Pick<StepTask, "outputs">,
  output: string,
  known: {
    readonly declared: AnyMaterializer | undefined;
    /** Those that any step of the pipeline declares, by name. */
    readonly own: ReadonlyMap<string, AnyMaterializer>;
  },
): AnyMaterializer | undefined {
  const name = task.outputs[output] ?? "auto";
  if (name === "auto" || name === known.declared?.name) return known.declared;
  return findMaterializer(name, known.own);
}
