// A lineage as data: artifacts and steps, and what went from one to the other.
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
