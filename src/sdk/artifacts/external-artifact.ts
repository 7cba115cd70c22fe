import { ZenError } from "../../domain/errors.js";
import { artifactLiteral } from "../../runtime/references/external-inputs.js";

/**
 * An artifact from before the run as the input of a step: one that was registered (`penguins`,
 * `penguins:3`, `penguins:clean`), or an output of a run (`RUN/STEP/OUTPUT`). Which one a name means is
 * looked up when the run starts. The type is the person's promise.
 *
 * @example
 * ```ts
 * import { externalArtifact, pipeline, step } from "zenml";
 *
 * const count = step("count", ({ rows }: { rows: { species: string }[] }) => rows.length);
 *
 * export const counting = pipeline("counting", () =>
 *   count({ rows: externalArtifact<{ species: string }[]>("penguins:3") }),
 * );
 * ```
 */
export function externalArtifact<Value>(reference: string): Value {
  if (typeof reference === "string" && reference.trim() !== "") {
    // A literal that stands for a value: the run puts the value in its place.
    return artifactLiteral(reference) as Value;
  }
  throw new ZenError("invalid_input", "externalArtifact() takes the name of an artifact.", {
    hint: 'externalArtifact("penguins"), externalArtifact("penguins:3"); zenml artifact version list',
  });
}
