// What an invocation has put out, as its row names it and as the store is told of it.
import type { Change } from "../../domain/change.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Outputs } from "./frame.js";

/** As the row has them. */
export function outputIds(outputs: Outputs): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const [name, { id }] of outputs) ids[name] = id;
  return ids;
}

export function createArtifacts(outputs: ReadonlyMap<string, Artifact>): readonly Change[] {
  return [...outputs.values()].map((entity) => ({ op: "create", resource: "artifact", entity }));
}
