// Reads what the store has of a run that was executed before: its steps and what they put out. Of items that
// only their map asks for it reads no outputs: there may be thousands before the first one that is new.
import type { Summary } from "../../domain/resources.js";
import { isDone } from "../../domain/status.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { ListedArtifact } from "./cache-lookup.js";
import { outputsGone } from "./outputs-gone.js";
import { isWholeItem } from "./restored-step.js";
import type { RestoredStep, RestoredSteps } from "./restored-step.js";

type Step = Summary<"step">;
type RestoreStore = Pick<ZenStore, "steps" | "artifacts">;

const PAGE = 1000;
/** Ids that are asked for in one go. */
const CHUNK = 200;

// In the order of the index that the steps of a run have: nothing is sorted.
const BY_NAME = { field: "name", direction: "asc" } as const;

/** Errors: `artifact_unreadable`, naming the finished steps that are asked for and whose outputs were deleted since. */
export async function restoreSteps(
  store: RestoreStore,
  run: { readonly id: string; readonly name: string },
): Promise<RestoredSteps> {
  const filters = [{ field: "run_id", operator: "eq", value: run.id }] as const;
  const steps: Step[] = [];
  for await (const step of store.steps.all({ filters, sort: BY_NAME, limit: PAGE })) {
    steps.push(step);
  }
  const artifacts = await artifactsOf(store, steps.filter(isAskedFor));
  const restored = steps.map((row) => restoredStep(row, artifacts));
  const damaged = restored.filter(
    ({ row, outputs }) => isAskedFor(row) && outputs.size < Object.keys(row.outputs).length,
  );
  if (damaged.length > 0)
    throw outputsGone(
      run.name,
      damaged.map(({ row }) => row.name),
    );
  return new Map(restored.map((step) => [step.row.name, step]));
}

function isAskedFor(row: Step): boolean {
  return isDone(row) && !isWholeItem(row);
}

/** By their ids, since paging through those of a run sorts all of them for each page. */
async function artifactsOf(
  store: RestoreStore,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, ListedArtifact>> {
  const ids = [...new Set(steps.flatMap(({ outputs }) => Object.values(outputs)))];
  const chunks = Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, index) =>
    ids.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  const pages = await Promise.all(
    chunks.map((value) => {
      const filters = [{ field: "id", operator: "in", value }] as const;
      return store.artifacts.list({ filters, limit: CHUNK });
    }),
  );
  return new Map(pages.flatMap(({ items }) => items).map((artifact) => [artifact.id, artifact]));
}

function restoredStep(row: Step, artifacts: ReadonlyMap<string, ListedArtifact>): RestoredStep {
  const outputs = new Map<string, ListedArtifact>();
  if (!isAskedFor(row)) return { row, outputs };
  for (const [name, id] of Object.entries(row.outputs)) {
    const artifact = artifacts.get(id);
    if (artifact !== undefined) outputs.set(name, artifact);
  }
  return { row, outputs };
}
