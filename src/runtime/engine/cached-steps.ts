// Completed steps by their cache keys, and when what they share was computed.
import type { Summary } from "../../domain/resources.js";
import { byIds } from "../../store/by-ids.js";
import type { ZenStore } from "../../store/zen-store.js";

type Step = Summary<"step">;
type Steps = Pick<ZenStore, "steps">;

const PAGE = 1000;
/** Of each key so many are looked at: outputs of the newest may be gone. */
const MOST_EACH = 5;
/** A key that was computed very often may fill pages alone. */
const MOST_PAGES = 5;

/** The newest completed steps of each key, newest first. */
export async function stepsWithKeys(
  store: Steps,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly Step[]>> {
  const found = new Map<string, Step[]>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next_cursor } = await store.steps.list(queryFor(keys, PAGE, cursor));
    note(items, found);
    if (next_cursor === null) return found;
    cursor = next_cursor;
  }
  for (const key of keys) {
    if (!found.has(key)) note((await store.steps.list(queryFor([key], MOST_EACH))).items, found);
  }
  return found;
}

function queryFor(keys: readonly string[], limit: number, cursor?: string) {
  const [key] = keys;
  const one = keys.length === 1 && key !== undefined;
  return {
    filters: [
      one
        ? ({ field: "cache_key", operator: "eq", value: key } as const)
        : ({ field: "cache_key", operator: "in", value: keys } as const),
      { field: "status", operator: "eq", value: "completed" } as const,
    ],
    sort: { field: "created", direction: "desc" } as const,
    limit: one ? MOST_EACH : limit,
    cursor,
  };
}

function note(steps: readonly Step[], found: Map<string, Step[]>): void {
  for (const step of steps) {
    if (step.cache_key === null) continue;
    const known = found.get(step.cache_key);
    if (known === undefined) found.set(step.cache_key, [step]);
    else if (known.length < MOST_EACH) known.push(step);
  }
}

/** Step id → when its outputs were computed. A step that was cached has them from another one. */
export async function originalEnds(
  store: Steps,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, string>> {
  const ends = new Map<string, string>();
  const originals = new Map<string, Step[]>();
  for (const step of steps) {
    const { original_step_id: original } = step;
    if (original === null) {
      if (step.ended !== null) ends.set(step.id, step.ended);
    } else originals.set(original, [...(originals.get(original) ?? []), step]);
  }
  for (const { id, ended } of await byIds(store.steps, [...originals.keys()])) {
    for (const step of originals.get(id) ?? []) if (ended !== null) ends.set(step.id, ended);
  }
  return ends;
}
