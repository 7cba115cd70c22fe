// How far the maps of a run are, from what the run tells.
import type { Status } from "../../domain/status.js";
import type { RunEvent, StatusCounts } from "../../runtime/run-events.js";

export interface MapState {
  readonly items: number;
  /** Steps inside that ended, by state. */
  readonly counts: StatusCounts;
  /** Steps inside that ended. */
  readonly ended: number;
}

interface Counted {
  readonly items: number;
  readonly counts: Partial<Record<Status, number>>;
  ended: number;
}

export class MapProgress {
  readonly #maps = new Map<string, Counted>();

  receive(event: RunEvent): void {
    if (event.type === "map_started") {
      this.#maps.set(event.map, { items: event.items, counts: {}, ended: 0 });
    } else if (event.type === "step_ended" && event.map !== undefined) {
      const map = this.#maps.get(event.map);
      if (map === undefined) return;
      map.counts[event.status] = (map.counts[event.status] ?? 0) + 1;
      map.ended += 1;
    }
  }

  get(map: string): MapState | undefined {
    return this.#maps.get(map);
  }
}

/** Example: `4,100 of 10,000 items, 3 failed`; steps are counted where an item has several. */
export function describeMap({ items, ended, counts }: MapState): string {
  const total =
    ended > items
      ? `${number(ended)} steps of ${number(items)} items`
      : `${number(ended)} of ${number(items)} items`;
  const failed = counts.failed === undefined ? "" : `, ${number(counts.failed)} failed`;
  return total + failed;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
