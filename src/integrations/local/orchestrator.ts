// Starts each step as soon as all before it are done. Knows the graph and nothing of what a step does.
import { nodesIn, upstreamOf } from "../../domain/graph-nodes.js";
import { isReleasing } from "../../domain/status.js";
import type { OrchestratedRun, Orchestrator } from "../../stack/orchestrator.js";
import { walkDag } from "../../util/walk-dag.js";

export interface LocalOrchestratorOptions {
  /** Steps under way at once; default 64. What runs at one moment is up to whoever executes them. */
  readonly max_parallel?: number | undefined;
}

const DEFAULT_PARALLEL = 64;

export function localOrchestrator(options: LocalOrchestratorOptions = {}): Orchestrator {
  const limit = options.max_parallel ?? DEFAULT_PARALLEL;
  return { run: (run) => orchestrate(run, limit) };
}

async function orchestrate(run: OrchestratedRun, limit: number): Promise<void> {
  let isStopped = false;
  const nodes = nodesIn(run.graph, undefined)
    .filter(({ name }) => !run.finished.has(name))
    .map((node) => ({ name: node.name, upstream: upstreamOf(node) }));
  const left = await walkDag({
    nodes,
    limit,
    isHalted: () => isStopped || run.signal.aborted,
    execute: async (name) => {
      const releases = isReleasing(await run.execute(name));
      if (!releases && run.on_failure === "stop") isStopped = true;
      return releases;
    },
  });
  for (const name of left) await run.skip(name);
}
