// What happened to the steps of a run since they were looked at last, as the run itself would tell it.
import type { Run } from "../../domain/entities/run.js";
import type { Summary } from "../../domain/resources.js";
import { isFinal } from "../../domain/status.js";
import type { Status } from "../../domain/status.js";
import { nodeOf } from "../../runtime/engine/node-of.js";
import { ITEMS_FAILED } from "../../runtime/run-events.js";
import type { RunEvent, StatusCounts } from "../../runtime/run-events.js";
import type { ZenStore } from "../../store/zen-store.js";

type Row = Summary<"step">;

export class StepChanges {
  readonly #store: Pick<ZenStore, "steps">;
  readonly #runId: string;
  readonly #maps: ReadonlySet<string>;
  readonly #seen = new Map<string, string>();
  readonly #ended = new Map<string, Status>();

  constructor(store: Pick<ZenStore, "steps">, { id, graph }: Pick<Run, "id" | "graph">) {
    this.#store = store;
    this.#runId = id;
    this.#maps = new Set((graph.maps ?? []).map(({ name }) => name));
  }

  /** How many steps ended in which state. */
  get counts(): StatusCounts {
    const counts: Partial<Record<Status, number>> = {};
    for (const status of this.#ended.values()) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  async next(): Promise<readonly RunEvent[]> {
    const changed: Row[] = [];
    const filters = [{ field: "run_id", operator: "eq", value: this.#runId }] as const;
    for await (const row of this.#store.steps.all({ filters, limit: 1000 })) {
      const state = `${row.status} ${row.attempt}`;
      if (this.#seen.get(row.id) === state) continue;
      this.#seen.set(row.id, state);
      changed.push(row);
    }
    changed.sort((left, right) => timeOf(left) - timeOf(right));
    return changed.flatMap((row) => this.#eventOf(row) ?? []);
  }

  #eventOf(row: Row): RunEvent | undefined {
    if (this.#isMap(row)) return this.#mapEvent(row);
    const { name: step, status, attempt, failure } = row;
    const [map] = step.includes("[") ? [step.slice(0, step.indexOf("["))] : [];
    const place = map === undefined ? { step } : { step, map };
    if (isFinal(status)) {
      this.#ended.set(row.id, status);
      return { type: "step_ended", ...place, status, duration_ms: row.duration_ms ?? 0, failure };
    }
    this.#ended.delete(row.id);
    return status === "retrying"
      ? { type: "step_retrying", ...place, attempt, delay_ms: 0, failure }
      : { type: "step_started", ...place };
  }

  /** As the run counts: a map that could not begin is a failure of its own. */
  #mapEvent(row: Row): RunEvent | undefined {
    const { id, status, failure } = row;
    if (failure === null || failure.name === ITEMS_FAILED) this.#ended.delete(id);
    else this.#ended.set(id, status);
    return mapEvent(row);
  }

  /** The only step of a map `train` is called the same: its rows are `train[3]`, the map's own is `train`. */
  #isMap({ name }: Row): boolean {
    return this.#maps.has(nodeOf(name)) && !name.endsWith("]");
  }
}

/** Maps inside of maps are not told. */
function mapEvent({ name, status, metadata, duration_ms, failure }: Row): RunEvent | undefined {
  if (name.includes("[")) return undefined;
  if (isFinal(status)) {
    return { type: "map_ended", map: name, status, duration_ms: duration_ms ?? 0, failure };
  }
  const items = metadata["items"];
  return { type: "map_started", map: name, items: typeof items === "number" ? items : 0 };
}

function timeOf({ started, ended, created }: Row): number {
  return Date.parse(ended ?? started ?? created);
}
