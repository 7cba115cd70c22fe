// Where a value came from and what came of it: artifacts and the steps between them, as a graph that
// has no cycles, since every step is there before what it writes.
import type { Artifact } from "../../../domain/entities/artifact.js";
import { LineageWalk } from "./lineage-walk.js";
import type { ArtifactPlace } from "../collection-items.js";

export interface ArtifactNode {
  readonly kind: "artifact";
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Of the many items of a collection, those that are not shown. */
  readonly more_items?: number;
}

export interface StepNode {
  readonly kind: "step";
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly run_id: string;
  /** Name of the run. */
  readonly run: string;
}

export type LineageNode = ArtifactNode | StepNode;

/** Data went from one to the other: as an input or output of that name, or as an item of a collection. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

export interface Lineage {
  /** Id of the artifact that was asked about. */
  readonly artifact: string;
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  /** False where depth or size put an end to it. */
  readonly is_complete: boolean;
}

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
