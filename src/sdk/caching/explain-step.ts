// Why a step was executed or served from the cache, in words and as data. Reads what was recorded;
// executes nothing.
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import { explainCache } from "../../runtime/explain-cache.js";
import type { CacheDifference } from "../../runtime/explain-cache.js";
import type { ZenStore } from "../../store/zen-store.js";
import { withLine } from "./code-location.js";
import { disabledBy } from "./disabled-by.js";
import { EarlierSteps } from "./earlier-steps.js";
import { withOrigin } from "./input-origin.js";
import { isMap, nodeOf } from "./node-of.js";
import type { GraphNodes } from "./node-of.js";
import { whySkipped } from "./why-skipped.js";
import { whyUnused } from "./why-unused.js";

export interface ExplainPlace {
  readonly store: ZenStore;
  /** Folder of the project, for lines of code; default: where the run was started. */
  readonly root?: string | undefined;
  /** The steps' run, where it was read already: its graph may be large. */
  readonly run?: Run | undefined;
  /** Those of its graph. */
  readonly nodes?: GraphNodes | undefined;
  /** What was read for other steps that are explained with this one. */
  readonly earlier?: EarlierSteps | undefined;
  /** Whether the bytes of an artifact are there in full. */
  isReadable(artifact: Artifact): Promise<boolean>;
}

export interface StepExplanation {
  readonly reason: string;
  /** The execution that this one is compared with, as `RUN/STEP`; null without one. */
  readonly compared_with: string | null;
  /** Empty when nothing differs, or when it does not matter what does. */
  readonly differences: readonly CacheDifference[];
}

export async function explainStep(step: StepRun, place: ExplainPlace): Promise<StepExplanation> {
  if (step.status === "cached") return servedFromCache(step, place.store);
  const run = place.run ?? (await place.store.runs.find(step.run_id));
  if (step.status === "skipped") return because(await whySkipped(step, run, place.store));
  if (step.started === null) return because("it has not started");
  if (run !== undefined && isMap(run.graph, step.name)) {
    return because(`it only collects what its items made; ask for one: ${step.name}[0]`);
  }
  const disabled = run === undefined ? undefined : disabledBy(run, step.name, place.nodes);
  if (disabled !== undefined) return because(disabled);
  if (step.cache_parts === null) return because("nothing is recorded of what its key is made of");
  const { uncacheable } = step.cache_parts;
  if (uncacheable !== null) return because(`it can never be cached: ${uncacheable}`);
  return compare(step, run, place);
}

function because(reason: string): StepExplanation {
  return { reason, compared_with: null, differences: [] };
}

async function servedFromCache(step: StepRun, store: ZenStore): Promise<StepExplanation> {
  const id = step.original_step_id;
  const original = id === null ? undefined : await store.steps.find(id);
  return servedBy(original === undefined ? null : await new EarlierSteps(store).nameOf(original));
}

/** What is said of a cached step, `original` being the one that computed its outputs. */
export function servedBy(original: string | null): StepExplanation {
  const reason = "all that its result depends on is as it was";
  return { reason, compared_with: original, differences: [] };
}

async function compare(
  step: StepRun,
  run: Run | undefined,
  place: ExplainPlace,
): Promise<StepExplanation> {
  const { store, earlier = new EarlierSteps(store) } = place;
  const equal = await earlier.sameKey(step);
  if (equal !== undefined) {
    const node = run === undefined ? undefined : nodeOf(run.graph, step.name, place.nodes);
    const reason = await whyUnused(step, equal, { ...place, earlier, node });
    return { reason, compared_with: await earlier.nameOf(equal), differences: [] };
  }
  const best = closest(step, await earlier.before(step, run));
  if (best === undefined) return because("no earlier execution of it is recorded");
  const { other, differences } = best;
  const compared_with = await earlier.nameOf(other);
  if (differences.length === 0) {
    return { reason: "the earlier result is gone", compared_with, differences };
  }
  const root = run?.source?.root ?? place.root;
  return {
    reason: "it differs from an earlier execution",
    compared_with,
    differences: await Promise.all(
      differences.map(async (one) =>
        withLine(await withOrigin(one, { step, other, earlier }), root),
      ),
    ),
  };
}

interface Compared {
  readonly other: StepRun;
  readonly differences: readonly CacheDifference[];
}

/** The execution that is most alike; of equals, the one that comes first. */
function closest(step: StepRun, others: readonly StepRun[]): Compared | undefined {
  let best: Compared | undefined;
  for (const other of others) {
    if (step.cache_parts === null || other.cache_parts === null) continue;
    if (other.cache_parts.uncacheable !== null) continue;
    const differences = explainCache(step.cache_parts, other.cache_parts);
    if (best === undefined || differences.length < best.differences.length) {
      best = { other, differences };
    }
  }
  return best;
}

/** The answer as people read it. */
export function explanationText(
  step: Pick<StepRun, "name" | "status" | "started">,
  { reason, compared_with, differences }: StepExplanation,
): string {
  if (step.status === "cached") {
    const place = compared_with === null ? "" : `, in ${compared_with}`;
    return `Step '${step.name}' was served from the cache: ${reason}${place}.`;
  }
  const verb =
    step.started === null || step.status === "skipped" ? "was not executed" : "was executed";
  if (differences.length === 0) {
    const place = compared_with === null ? "" : ` (${compared_with})`;
    return `Step '${step.name}' ${verb}: ${reason}${place}.`;
  }
  const lines = differences.map(({ message }) => `  - ${message}`);
  return [`Step '${step.name}' ${verb}. What differs from ${compared_with}:`, ...lines].join("\n");
}
