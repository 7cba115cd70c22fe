// Who turned the cache off for a step.
import type { Run } from "../../domain/entities/run.js";
import { nodeOf } from "./node-of.js";
import type { GraphNodes } from "./node-of.js";

/** A sentence; undefined when the step may be served from the cache. */
export function disabledBy(run: Run, step: string, nodes?: GraphNodes): string | undefined {
  const node = nodeOf(run.graph, step, nodes);
  const { enable_cache, steps } = run.configuration;
  if (!run.graph.enable_cache) {
    return enable_cache === false
      ? "caching is turned off for this run, by --no-cache or its configuration"
      : `caching is turned off for pipeline '${run.pipeline_name}', in its own options`;
  }
  if (node === undefined || node.enable_cache) return undefined;
  const own = asRecord(asRecord(steps)[node.name] ?? asRecord(steps)[node.step]);
  return own["enable_cache"] === false
    ? "caching is turned off for it, in the configuration of the run"
    : `caching is turned off for it, in the options of step '${node.step}'`;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
