// One item of a map: what is executed for it, and how it ended by how its nodes did.
import type { GraphNode } from "../../domain/graph-nodes.js";
import { isReleasing } from "../../domain/status.js";
import type { Status } from "../../domain/status.js";
import { walkDag } from "../../util/walk-dag.js";
import type { Frame } from "./frame.js";
import type { Scope } from "./graph-plan.js";

export interface NodeExecution {
  readonly signal: AbortSignal;
  /** Brings a node inside an item to its end. */
  readonly execute: (frame: Frame, node: GraphNode) => Promise<Status>;
  readonly skip: (frame: Frame, node: GraphNode) => void;
}

/** Nodes of one item under way at once. */
const LIMIT = 64;

export function executeItem(frame: Frame, scope: Scope, execution: NodeExecution): Promise<Status> {
  const [only] = scope.nodes;
  return only !== undefined && scope.nodes.length === 1
    ? execution.execute(frame, only)
    : walkItem(frame, scope, execution);
}

async function walkItem(
  frame: Frame,
  { byName, dag }: Scope,
  { signal, execute, skip }: NodeExecution,
): Promise<Status> {
  const ended = new Set<Status>();
  const left = await walkDag({
    nodes: dag,
    limit: LIMIT,
    isHalted: () => signal.aborted,
    execute: async (name) => {
      const node = byName.get(name);
      if (node === undefined) return false;
      const status = await execute(frame, node);
      ended.add(status);
      return isReleasing(status);
    },
  });
  for (const name of left) {
    const node = byName.get(name);
    if (node !== undefined) skip(frame, node);
  }
  return statusOf(ended, left.length > 0);
}

function statusOf(ended: ReadonlySet<Status>, isIncomplete: boolean): Status {
  if (ended.has("failed")) return "failed";
  if (ended.has("cancelled") || isIncomplete) return "cancelled";
  return ended.has("completed") ? "completed" : ended.has("cached") ? "cached" : "skipped";
}
