import type { CompiledPipeline } from "./compiled-pipeline.js";
import type { AnyMaterializer } from "./definition.js";

/** Every materializer that a run of the pipeline may meet, by name; a person's own wins over a built-in one. */
export function materializersOf(
  pipeline: Pick<CompiledPipeline, "materializers">,
  builtIn: readonly AnyMaterializer[],
): ReadonlyMap<string, AnyMaterializer> {
  return new Map([...builtIn.map((one) => [one.name, one] as const), ...pipeline.materializers]);
}
