import type { CacheParts } from "../../domain/cache-parts.js";
import type { StepRun } from "../../domain/entities/step.js";
import { explainCache } from "../../runtime/explain-cache.js";
import type { CacheDifference } from "../../runtime/explain-cache.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Handler } from "../framework/command.js";
import { findStep } from "./find-step.js";
import type { whySpec } from "./specs.js";

export const handler: Handler<typeof whySpec> = async (args, _flags, context) => {
  const { store } = await context.openSession();
  const step = await findStep(store, args.step, args.name);
  const reason = await reasonOf(step, store);
  await context.output.answer(sentences(step, reason), {
    step: { id: step.id, name: step.name, run_id: step.run_id },
    status: step.status,
    compared_with: reason.other ?? null,
    differences: reason.differences,
    reason: reason.text,
  });
};

interface Reason {
  readonly text: string;
  /** The execution that this one is compared with, as `RUN/STEP`. */
  readonly other?: string;
  readonly differences: readonly CacheDifference[];
}

async function reasonOf(step: StepRun, store: ZenStore): Promise<Reason> {
  if (step.status === "cached") return servedFromCache(step, store);
  if (step.status === "skipped") return because("a step before it did not complete");
  if (step.started === null) return because("it has not started");
  if (step.cache_parts === null) return because("nothing is recorded of what its key is made of");
  if (!(await mayBeCached(step, store))) return because("caching is turned off for it");
  const { uncacheable } = step.cache_parts;
  if (uncacheable !== null) return because(`it can never be cached: ${uncacheable}`);
  return compare(step.cache_parts, step, store);
}

function because(text: string): Reason {
  return { text, differences: [] };
}

async function servedFromCache(step: StepRun, store: ZenStore): Promise<Reason> {
  const id = step.original_step_id;
  const original = id === null ? undefined : await store.steps.find(id);
  const text = "all that its result depends on is as it was";
  return original === undefined
    ? because(text)
    : { text, other: await nameOf(original, store), differences: [] };
}

async function mayBeCached(step: StepRun, store: ZenStore): Promise<boolean> {
  const run = await store.runs.find(step.run_id);
  const node = run?.graph.steps.find(({ name }) => name === step.name);
  return (run?.graph.enable_cache ?? true) && (node?.enable_cache ?? true);
}

const MOST_COMPARED = 10;

/** Executions before this one that had a result, newest first. */
async function earlier(step: StepRun, store: ZenStore): Promise<StepRun[]> {
  const { items } = await store.steps.list({
    filters: [
      { field: "step_name", operator: "eq", value: step.step_name },
      { field: "status", operator: "in", value: ["completed", "cached"] },
      { field: "created", operator: "lt", value: step.created },
    ],
    sort: { field: "created", direction: "desc" },
    limit: MOST_COMPARED,
  });
  const found = await Promise.all(items.map(({ id }) => store.steps.find(id)));
  return found.filter((other) => other !== undefined);
}

/** With the earlier execution that is most alike; of equals, the newest. */
async function compare(parts: CacheParts, step: StepRun, store: ZenStore): Promise<Reason> {
  let best: { readonly other: StepRun; readonly differences: CacheDifference[] } | undefined;
  for (const other of await earlier(step, store)) {
    if (other.cache_parts === null) continue;
    const differences = explainCache(parts, other.cache_parts);
    if (best === undefined || differences.length < best.differences.length) {
      best = { other, differences };
    }
  }
  if (best === undefined) return because("no earlier execution of it is recorded");
  const { other, differences } = best;
  const text =
    differences.length === 0
      ? "caching was turned off, or the earlier result is gone"
      : "it differs from an earlier execution";
  return { text, other: await nameOf(other, store), differences };
}

async function nameOf(step: StepRun, store: ZenStore): Promise<string> {
  const run = await store.runs.find(step.run_id);
  return `${run?.name ?? step.run_id}/${step.name}`;
}

function sentences(step: StepRun, { text, other, differences }: Reason): string {
  if (step.status === "cached") {
    const place = other === undefined ? "" : `, in ${other}`;
    return `Step '${step.name}' was served from the cache: ${text}${place}.`;
  }
  const verb = step.started === null ? "was not executed" : "was executed";
  if (differences.length === 0) return `Step '${step.name}' ${verb}: ${text}.`;
  const lines = differences.map(({ message }) => `  - ${message}`);
  return [`Step '${step.name}' ${verb}. What differs from ${other}:`, ...lines].join("\n");
}
