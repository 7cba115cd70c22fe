// Why each step of a run was executed or served from the cache. However many there are, what they are
// compared with is read in a few queries.
import type { Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { Filter, Query } from "../../domain/query.js";
import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import { allPages } from "../../store/all-pages.js";
import { byIds } from "../../store/by-ids.js";
import { EarlierSteps } from "./earlier-steps.js";
import { explainStep, servedBy } from "./explain-step.js";
import { graphNodes } from "./node-of.js";
import type { ExplainPlace, StepExplanation } from "./explain-step.js";

const AT_ONCE = 1000;

export interface ExplainedStep extends StepExplanation {
  readonly step: Pick<Summary<"step">, "id" | "name" | "status" | "started">;
}

export async function explainRun(run: Run, place: ExplainPlace): Promise<ExplainedStep[]> {
  const { store } = place;
  const [cached, executed] = await Promise.all([cachedOf(run, store), executedOf(run, store)]);
  const steps = [...cached, ...executed].sort(inOrder);
  const originals = await originalNames(steps, store);
  const nodes = graphNodes(run.graph);
  const together = { ...place, run, nodes, earlier: new EarlierSteps(store, executed) };
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

function inOrder(left: Summary<"step">, right: Summary<"step">): number {
  return left.position - right.position || (left.id < right.id ? -1 : 1);
}

const IN_ORDER = { field: "position", direction: "asc" } as const;

function stepsOf({ id }: Run, cached: "eq" | "ne"): readonly Filter[] {
  return [
    { field: "run_id", operator: "eq", value: id },
    { field: "status", operator: cached, value: "cached" },
  ];
}

/** Of what came from the cache, nothing is compared. */
async function cachedOf(run: Run, store: ZenStore): Promise<Summary<"step">[]> {
  const found: Summary<"step">[] = [];
  const query = { filters: stepsOf(run, "eq"), sort: IN_ORDER, limit: AT_ONCE };
  for await (const step of store.steps.all(query)) found.push(step);
  return found;
}

async function executedOf(run: Run, store: ZenStore): Promise<StepRun[]> {
  const found: StepRun[] = [];
  const query = { filters: stepsOf(run, "ne"), sort: IN_ORDER, limit: AT_ONCE };
  const list = (page: Query) => store.steps.listWhole(page);
  for await (const step of allPages(list, query)) found.push(step);
  return found;
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
