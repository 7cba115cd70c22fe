// Counts how the steps of a run ended, keeps what went wrong, and tells whoever watches.
import type { Failure } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import { STATUSES } from "../../domain/status.js";
import type { Status } from "../../domain/status.js";
import { ITEMS_FAILED } from "../run-events.js";
import type { RunListener } from "../run-events.js";
import type { Frame } from "./frame.js";

export interface StepEnd {
  readonly status: Status;
  readonly duration_ms: number;
  readonly failure: Failure | null;
}

type RestoredRow = Pick<StepRun, "status" | "duration_ms" | "metadata">;

/** What a run with ten thousand failed items remembers of them. */
const MOST_FAILURES = 20;

export class RunTally {
  readonly counts: Partial<Record<Status, number>> = {};
  /** The first ones. */
  readonly failures: Failure[] = [];
  readonly #listener: RunListener;

  constructor(listener: RunListener) {
    this.#listener = listener;
  }

  started(frame: Frame, node: string): void {
    this.#listener({ type: "step_started", step: frame.nameOf(node), map: frame.outermostMap });
  }

  retrying(
    frame: Frame,
    node: string,
    attempt: {
      readonly attempt: number;
      readonly delay_ms: number;
      readonly failure: Failure | null;
    },
  ): void {
    const step = frame.nameOf(node);
    this.#listener({ type: "step_retrying", step, map: frame.outermostMap, ...attempt });
  }

  ended(frame: Frame, node: string, end: StepEnd): Status {
    this.#count(end);
    const step = frame.nameOf(node);
    this.#listener({ type: "step_ended", step, map: frame.outermostMap, ...end });
    return end.status;
  }

  /** Ended before this run was resumed: counted, and told as no news. */
  restored(frame: Frame, node: string, { status, duration_ms }: RestoredRow): Status {
    this.#count({ status, failure: null });
    this.#listener({
      type: "step_ended",
      step: frame.nameOf(node),
      map: frame.outermostMap,
      status,
      duration_ms: duration_ms ?? 0,
      failure: null,
      isRestored: true,
    });
    return status;
  }

  /** Its items have ended as the record says. */
  mapRestored(frame: Frame, map: string, row: RestoredRow): Status {
    const { status, duration_ms, metadata } = row;
    for (const one of STATUSES) {
      const count = metadata[one];
      if (typeof count === "number") this.counts[one] = (this.counts[one] ?? 0) + count;
    }
    if (frame.item === undefined) {
      const end = { status, duration_ms: duration_ms ?? 0, failure: null };
      this.#listener({ type: "map_ended", map, ...end, isRestored: true });
    }
    return status;
  }

  mapStarted(frame: Frame, map: string, items: number): void {
    if (frame.item !== undefined) return;
    this.#listener({ type: "map_started", map, items });
  }

  /** A map is no step: what counts are its items; that it could not begin is a failure of its own. */
  mapEnded(frame: Frame, map: string, end: StepEnd): Status {
    if (end.failure !== null && end.failure.name !== ITEMS_FAILED) this.#count(end);
    else if (end.failure !== null) this.#note(end.failure);
    if (frame.item === undefined) this.#listener({ type: "map_ended", map, ...end });
    return end.status;
  }

  #count({ status, failure }: Pick<StepEnd, "status" | "failure">): void {
    this.counts[status] = (this.counts[status] ?? 0) + 1;
    if (failure !== null) this.#note(failure);
  }

  #note(failure: Failure): void {
    if (this.failures.length < MOST_FAILURES) this.failures.push(failure);
  }
}
