import type { Materializer } from "./materializer.js";
import { builtInMaterializers } from "./materializers/built-in.js";

const BUILT_IN = new Map(builtInMaterializers.map((one) => [one.name, one]));

/** A materializer by name: a built-in one, or one of the person's own. */
export function findMaterializer(
  name: string,
  own?: ReadonlyMap<string, Materializer<unknown>>,
): Materializer<unknown> | undefined {
  return BUILT_IN.get(name) ?? own?.get(name);
}
