// Says what a run of the code of now would do, compared with one that is recorded: which steps come from
// the cache, which are executed, and why. Executes nothing, writes nothing.
import type { Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import { isDone } from "../../domain/status.js";
import type { CompiledPipeline } from "../../runtime/compiled-pipeline.js";
import { runDifferences } from "../../runtime/engine/run-differences.js";
import { explainCache } from "../../runtime/explain-cache.js";
import { withLine } from "../caching/code-location.js";
import { nodeName, nodeOf } from "../caching/node-of.js";
import { dryRun } from "./dry-run.js";
import type { DryRunParts } from "./dry-run.js";
import { RecordedSteps } from "./recorded-steps.js";
import type { Replay, ReplayedStep } from "./replay.js";
import { judge } from "./verdicts.js";
import type { Judged } from "./verdicts.js";

export interface ReplayParts extends Omit<DryRunParts, "run" | "recorded"> {
  /** Folder of the project, for lines of code. */
  readonly root: string;
}

export async function replayRun(
  run: Run,
  pipeline: CompiledPipeline,
  parts: ReplayParts,
): Promise<Replay> {
  const recorded = await RecordedSteps.read(parts.store, run);
  const rows = await dryRun(pipeline, { ...parts, run, recorded });
  const changes = changesByNode(run, pipeline);
  const comparison = { ...parts, run, pipeline, recorded };
  const steps: ReplayedStep[] = [];
  for (const judged of judge(rows, pipeline.graph).toSorted(inOrder)) {
    const { name } = judged.row;
    const reasons = await reasonsOf(judged, comparison);
    const noted = changes.get(nodeName(name)) ?? [];
    steps.push({ step: name, verdict: judged.verdict, reasons, changes: noted });
  }
  return {
    run: { id: run.id, name: run.name },
    pipeline: pipeline.graph.name,
    steps: [...steps, ...removedSteps(run, pipeline)],
    changes: changes.get(null) ?? [],
  };
}

function inOrder({ row: left }: Judged, { row: right }: Judged): number {
  return left.position - right.position || (left.item_index ?? 0) - (right.item_index ?? 0);
}

interface Comparison extends ReplayParts {
  readonly run: Run;
  readonly pipeline: CompiledPipeline;
  readonly recorded: RecordedSteps;
}

async function reasonsOf(judged: Judged, comparison: Comparison): Promise<readonly string[]> {
  const { verdict, on, row } = judged;
  const named = on.map((step) => `'${step}'`).join(" and ");
  switch (verdict) {
    case "cached":
      return ["all that its result depends on is as it was"];
    case "skipped":
      return ["its branch is not taken"];
    case "depends":
      return row.status === "cached"
        ? [`from the cache only if ${named} gives what it gave before`]
        : [`it waits for ${named}, whose output is not known`];
    default:
      return whyExecuted(row, comparison);
  }
}

async function whyExecuted(
  row: StepRun,
  { run, pipeline: { graph }, recorded, store, root }: Comparison,
): Promise<readonly string[]> {
  if (!graph.enable_cache) return ["caching is turned off for the pipeline"];
  const node = nodeOf(graph, row.name);
  if (node?.enable_cache === false) return ["caching is turned off for it"];
  const uncacheable = row.cache_parts?.uncacheable ?? null;
  if (uncacheable !== null) return [`it can never be cached: ${uncacheable}`];
  const before = recorded.rows.get(row.name);
  if (before === undefined) {
    const isNew = !run.graph.steps.some(({ name }) => name === nodeName(row.name));
    return [isNew ? "it is new" : `nothing happened to it in run '${run.name}'`];
  }
  if (!isDone(before)) return [`it ended as ${before.status} in run '${run.name}'`];
  const then = (await store.steps.get(before.id)).cache_parts;
  if (then === null || row.cache_parts === null)
    return ["nothing is recorded of what its key is made of"];
  const differences = explainCache(row.cache_parts, then);
  if (differences.length === 0) {
    const ttl = node?.cache?.ttl;
    return [
      ttl === undefined
        ? "the recorded result is gone"
        : `the recorded result is gone, or older than ${ttl} s (cache.ttl)`,
    ];
  }
  const lines = await Promise.all(differences.map((one) => withLine(one, root)));
  return lines.map(({ message }) => message);
}

/** Params are told as a reason, and so is code. */
const TOLD_AS_REASON = /^(?:param '|is new$|is not there any more$)/;

function changesByNode(
  run: Run,
  pipeline: CompiledPipeline,
): ReadonlyMap<string | null, readonly string[]> {
  const changes = new Map<string | null, string[]>();
  const graphs = [run.graph, pipeline.graph].map((graph) => ({ graph, code: {} }));
  const [before, now] = graphs;
  if (before === undefined || now === undefined) return changes;
  for (const { node, message } of runDifferences(before, now)) {
    const text = message.slice(message.indexOf(": ") + 2);
    if (node !== null && TOLD_AS_REASON.test(text)) continue;
    changes.set(node, [...(changes.get(node) ?? []), text]);
  }
  return changes;
}

function removedSteps(run: Run, { graph }: CompiledPipeline): ReplayedStep[] {
  const names = new Set(graph.steps.map(({ name }) => name));
  return run.graph.steps
    .filter(({ name }) => !names.has(name))
    .map(({ name }) => ({
      step: name,
      verdict: "removed",
      reasons: ["it is not there any more"],
      changes: [],
    }));
}
