import type { Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { ZenStore } from "../../store/zen-store.js";
import { conditionsText } from "./condition-text.js";
import { nodeOf } from "./node-of.js";

const NOT_DONE = ["failed", "cancelled", "skipped"];

export async function whySkipped(
  step: StepRun,
  run: Run | undefined,
  store: ZenStore,
): Promise<string> {
  const before = await stepsBefore(step, store);
  const broken = before.filter(({ status }) => NOT_DONE.includes(status));
  const named = broken.map(({ name, status }) => `'${name}' ${verb(status)}`).join(", ");
  const conditions = run === undefined ? [] : (nodeOf(run.graph, step.name)?.when ?? []);
  if (conditions.length > 0 && broken.every(({ status }) => status === "skipped")) {
    return `the branch that it belongs to was not taken: ${conditionsText(conditions)}`;
  }
  return `a step before it did not complete${named === "" ? "" : `: ${named}`}`;
}

async function stepsBefore(step: StepRun, store: ZenStore) {
  if (step.upstream.length === 0) return [];
  // Within a map, steps are named with the item that they belong to.
  const item = /^(.*\])\.[^\]]*$/.exec(step.name)?.[1];
  const inside = item === undefined ? [] : step.upstream.map((name) => withItem(name, item));
  const { items } = await store.steps.list({
    filters: [
      { field: "run_id", operator: "eq", value: step.run_id },
      { field: "name", operator: "in", value: [...step.upstream, ...inside] },
    ],
  });
  return items;
}

/** `score.load` in item `score[3]` → `score[3].load`. */
function withItem(name: string, item: string): string {
  const map = item.replace(/\[\d+\]/g, "");
  return name.startsWith(`${map}.`) ? `${item}${name.slice(map.length)}` : name;
}

function verb(status: string): string {
  return status === "failed" ? "failed" : `was ${status}`;
}
