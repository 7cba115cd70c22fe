// Executions that a step can be compared with: those most likely to be alike come first.
import type { Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { Filter } from "../../domain/query.js";
import type { ZenStore } from "../../store/zen-store.js";

const RUNS = 5;
const OTHERS = 5;
const HAS_RESULT: Filter = { field: "status", operator: "in", value: ["completed", "cached"] };
const NEWEST = { field: "created", direction: "desc" } as const;

/** The newest earlier step with the same key that computed its outputs. */
export async function sameKey(step: StepRun, store: ZenStore): Promise<StepRun | undefined> {
  if (step.cache_key === null) return undefined;
  const { items } = await store.steps.list({
    filters: [
      { field: "cache_key", operator: "eq", value: step.cache_key },
      { field: "status", operator: "eq", value: "completed" },
      { field: "created", operator: "lt", value: step.created },
    ],
    sort: NEWEST,
    limit: 2,
  });
  const other = items.find(({ id }) => id !== step.id);
  return other === undefined ? undefined : store.steps.find(other.id);
}

/**
 * The same invocation (also the same item of a map) in earlier runs of the pipeline, then the step
 * wherever else it was executed, the newest of each first.
 */
export async function earlierSteps(
  step: StepRun,
  store: ZenStore,
  run: Run | undefined,
): Promise<StepRun[]> {
  const same = run === undefined ? [] : await sameInvocation(step, store, run);
  const others = await store.steps.list({
    filters: [
      { field: "step_name", operator: "eq", value: step.step_name },
      { field: "created", operator: "lt", value: step.created },
      { field: "run_id", operator: "ne", value: step.run_id },
      HAS_RESULT,
    ],
    sort: NEWEST,
    limit: OTHERS,
  });
  const ids = new Set([...same, ...others.items.map(({ id }) => id)]);
  const found = await Promise.all([...ids].map((id) => store.steps.find(id)));
  return found.filter((other) => other !== undefined);
}

async function sameInvocation(step: StepRun, store: ZenStore, run: Run): Promise<string[]> {
  const runs = await store.runs.list({
    filters: [
      { field: "pipeline_name", operator: "eq", value: run.pipeline_name },
      { field: "created", operator: "lte", value: run.created },
    ],
    sort: NEWEST,
    limit: RUNS + 1,
  });
  const value = runs.items.map(({ id }) => id).filter((id) => id !== run.id);
  if (value.length === 0) return [];
  const { items } = await store.steps.list({
    filters: [
      { field: "run_id", operator: "in", value },
      { field: "name", operator: "eq", value: step.name },
      HAS_RESULT,
    ],
    sort: NEWEST,
    limit: RUNS,
  });
  return items.map(({ id }) => id);
}
