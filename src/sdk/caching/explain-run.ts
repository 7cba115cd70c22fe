// Why each step of a run was executed or served from the cache. However many there are, what they are
// compared with is read in a few queries.
import type { Run } from "../../domain/entities/run.js";
import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import { byIds } from "../../store/by-ids.js";
import { EarlierSteps } from "./earlier-steps.js";
import { explainStep, servedBy } from "./explain-step.js";
import type { ExplainPlace, StepExplanation } from "./explain-step.js";

const AT_ONCE = 1000;

export interface ExplainedStep extends StepExplanation {
  readonly step: Pick<Summary<"step">, "id" | "name" | "status" | "started">;
}

export async function explainRun(run: Run, place: ExplainPlace): Promise<ExplainedStep[]> {
  const { store } = place;
  const steps: Summary<"step">[] = [];
  const filters = [{ field: "run_id", operator: "eq", value: run.id }] as const;
  const sort = { field: "position", direction: "asc" } as const;
  for await (const step of store.steps.all({ filters, sort, limit: 1000 })) steps.push(step);
  const originals = await originalNames(steps, store);
  const together = { ...place, run, earlier: new EarlierSteps(store) };
  const explained: ExplainedStep[] = [];
  for (let start = 0; start < steps.length; start += AT_ONCE) {
    const some = steps.slice(start, start + AT_ONCE).map(async (step) => ({
      step,
      ...(await explain(step, together, originals)),
    }));
    explained.push(...(await Promise.all(some)));
  }
  return explained;
}

async function explain(
  step: Summary<"step">,
  place: ExplainPlace & { readonly earlier: EarlierSteps },
  originals: ReadonlyMap<string, string>,
): Promise<StepExplanation> {
  if (step.status === "cached") return servedBy(originals.get(step.original_step_id ?? "") ?? null);
  const whole = await place.earlier.step(step.id);
  // Deleted while its run is explained.
  if (whole === undefined) return explainStep(await place.store.steps.get(step.id), place);
  return explainStep(whole, place);
}

/** Step id → `RUN/STEP`. */
async function originalNames(
  steps: readonly Summary<"step">[],
  store: ZenStore,
): Promise<ReadonlyMap<string, string>> {
  const ids = steps.flatMap((step) => step.original_step_id ?? []);
  const originals = await byIds(store.steps, ids);
  const runs = await byIds(
    store.runs,
    originals.map(({ run_id }) => run_id),
  );
  const names = new Map(runs.map(({ id, name }) => [id, name]));
  return new Map(
    originals.map(({ id, name, run_id }) => [id, `${names.get(run_id) ?? run_id}/${name}`]),
  );
}
