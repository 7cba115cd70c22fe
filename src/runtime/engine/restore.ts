// Reads what the store has of a run that was executed before: its steps and what they put out.
import { ZenError } from "../../domain/errors.js";
import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { ListedArtifact } from "./cache-lookup.js";
import type { RestoredStep, RestoredSteps } from "./restored-step.js";

type Step = Summary<"step">;
type RestoreStore = Pick<ZenStore, "steps" | "artifacts">;

const PAGE = 1000;
/** Ids that are asked for in one go. */
const CHUNK = 200;

// In the order of the index that the rows of a run have: nothing is sorted.
const BY_NAME = { field: "name", direction: "asc" } as const;

/** Errors: `artifact_unreadable`, naming the finished steps whose outputs were deleted since. */
export async function restoreSteps(
  store: RestoreStore,
  run: { readonly id: string; readonly name: string },
): Promise<RestoredSteps> {
  const filters = [{ field: "run_id", operator: "eq", value: run.id }] as const;
  const [steps, own] = await Promise.all([
    gathered(store.steps.all({ filters, sort: BY_NAME, limit: PAGE })),
    gathered(store.artifacts.all({ filters, limit: PAGE })),
  ]);
  const artifacts = new Map(own.map((artifact) => [artifact.id, artifact]));
  await addShared(store, steps, artifacts);
  const restored = steps.map((row) => restoredStep(row, artifacts));
  const damaged = restored.filter(
    ({ row, outputs }) => isDone(row) && outputs.size < Object.keys(row.outputs).length,
  );
  if (damaged.length > 0) throw outputsGone(run, damaged);
  return new Map(restored.map((step) => [step.row.name, step]));
}

/** Whether an invocation is done with, and is not executed again. */
export function isDone({ status }: Pick<Step, "status">): boolean {
  return status === "completed" || status === "cached";
}

async function gathered<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Steps that came from the cache share the artifacts of other runs. */
async function addShared(
  store: RestoreStore,
  steps: readonly Step[],
  artifacts: Map<string, ListedArtifact>,
): Promise<void> {
  const all = new Set(steps.filter(isDone).flatMap(({ outputs }) => Object.values(outputs)));
  const missing = [...all].filter((id) => !artifacts.has(id));
  for (let from = 0; from < missing.length; from += CHUNK) {
    const value = missing.slice(from, from + CHUNK);
    const filters = [{ field: "id", operator: "in", value }] as const;
    const { items } = await store.artifacts.list({ filters, limit: CHUNK });
    for (const artifact of items) artifacts.set(artifact.id, artifact);
  }
}

function restoredStep(row: Step, artifacts: ReadonlyMap<string, ListedArtifact>): RestoredStep {
  const outputs = new Map<string, ListedArtifact>();
  if (!isDone(row)) return { row, outputs };
  for (const [name, id] of Object.entries(row.outputs)) {
    const artifact = artifacts.get(id);
    if (artifact !== undefined) outputs.set(name, artifact);
  }
  return { row, outputs };
}

const MOST_NAMED = 5;

function outputsGone(run: { readonly name: string }, damaged: readonly RestoredStep[]): ZenError {
  const names = damaged.map(({ row }) => row.name);
  const named = names.slice(0, MOST_NAMED).map((name) => `'${name}'`);
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  return new ZenError(
    "artifact_unreadable",
    `What finished steps of run '${run.name}' put out was deleted since: ${named.join(", ")}${more}.`,
    {
      hint: `Execute them again in a new run: zenml run retry ${run.name} --from ${names[0] ?? ""}`,
      details: { steps: names },
    },
  );
}
