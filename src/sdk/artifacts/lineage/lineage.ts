// Where a value came from and what came of it: artifacts and the steps between them, as a graph that
// has no cycles, since every step is there before what it writes.
import type { Artifact } from "../../../domain/entities/artifact.js";
import type { Lineage } from "./lineage-graph.js";
import { LineageWalk } from "./lineage-walk.js";
import type { ArtifactPlace } from "../collection-items.js";

export interface LineageOptions {
  /** `up`: what it was made of; `down`: what was made of it. Default: both. */
  readonly direction?: "up" | "down" | "both" | undefined;
  /** Steps between it and the farthest artifact; default 10. */
  readonly depth?: number | undefined;
  /** Most artifacts and steps; default 500. */
  readonly limit?: number | undefined;
}

export async function lineageOf(
  artifact: Artifact,
  place: ArtifactPlace,
  { direction = "both", depth = 10, limit = 500 }: LineageOptions = {},
): Promise<Lineage> {
  const walk = new LineageWalk(place, limit);
  if (direction !== "down") await walk.up(artifact, depth);
  if (direction !== "up") await walk.down(artifact, depth);
  return { artifact: artifact.id, ...(await walk.result()) };
}
