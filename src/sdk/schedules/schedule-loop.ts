// Fires what is due, again and again. Each time on a schedule is claimed in the store before it is fired,
// so that of several loops one does it. Knows the store and a clock; how a run is started is given.
import type { Schedule } from "../../domain/entities/schedule.js";
import { isZenError } from "../../domain/errors.js";
import type { Status } from "../../domain/status.js";
import type { ZenStore } from "../../store/zen-store.js";
import { dueTimes, nextDue } from "./timetable.js";

export interface LoopClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface FiredRun {
  readonly id: string;
  readonly name: string;
  readonly status: Status;
}

/** Starts a run and resolves when it has ended. Rejects when there was no run. */
export type Fire = (schedule: Schedule, time: string) => Promise<FiredRun>;

export type ScheduleEvent =
  | { readonly type: "fired"; readonly schedule: Schedule; readonly time: string }
  | { readonly type: "ended"; readonly schedule: Schedule; readonly run: FiredRun }
  | { readonly type: "not_started"; readonly schedule: Schedule; readonly error: unknown }
  /** The store could not be read or written; the loop goes on. */
  | { readonly type: "trouble"; readonly error: unknown };

export interface ScheduleLoopParts {
  readonly store: {
    readonly schedules: Pick<ZenStore["schedules"], "all" | "update">;
    readonly runs: Pick<ZenStore["runs"], "update">;
  };
  readonly clock: LoopClock;
  readonly fire: Fire;
  readonly tell: (event: ScheduleEvent) => void;
  /** Once it aborts nothing more is fired; what is under way is waited for. */
  readonly signal: AbortSignal;
  /** Fire what is due now, and end. */
  readonly once?: boolean | undefined;
}

export interface LoopSummary {
  readonly fired: number;
  /** Runs that did not complete, and those that could not be started. */
  readonly failed: number;
}

/** Schedules may be changed by others meanwhile: how long that may go unseen. */
const LONGEST_SLEEP = 30_000;

export function runSchedules(parts: ScheduleLoopParts): Promise<LoopSummary> {
  return new ScheduleLoop(parts).toEnd();
}

class ScheduleLoop {
  readonly #parts: ScheduleLoopParts;
  /** Schedules whose run is under way: the next one waits for its end. */
  readonly #busy = new Map<string, Promise<void>>();
  #wake = new AbortController();
  #fired = 0;
  #failed = 0;

  constructor(parts: ScheduleLoopParts) {
    this.#parts = parts;
  }

  async toEnd(): Promise<LoopSummary> {
    const { clock, signal, once = false } = this.#parts;
    const begin = clock.now();
    signal.addEventListener("abort", () => this.#wake.abort(), { once: true });
    while (!signal.aborted) {
      const next = await this.#turn(once ? begin : clock.now());
      if (once && this.#busy.size === 0 && (next === undefined || next > begin)) break;
      await this.#rest(next, once);
    }
    await Promise.all(this.#busy.values());
    return { fired: this.#fired, failed: this.#failed };
  }

  /** Fires what is due; the time of what comes next. */
  async #turn(now: number): Promise<number | undefined> {
    try {
      const waiting: number[] = [];
      for (const schedule of await this.#active()) {
        if (this.#busy.has(schedule.id)) continue;
        const [time] = dueTimes(schedule, now, 1);
        if (time !== undefined) await this.#claim(schedule, new Date(time).toISOString());
        else waiting.push(nextDue(schedule) ?? Infinity);
      }
      return waiting.length === 0 ? undefined : Math.min(...waiting);
    } catch (error) {
      if (!isZenError(error)) throw error;
      this.#parts.tell({ type: "trouble", error });
      return undefined;
    }
  }

  async #active(): Promise<Schedule[]> {
    const found: Schedule[] = [];
    const filters = [{ field: "active", operator: "eq", value: true } as const];
    const sort = { field: "name", direction: "asc" } as const;
    for await (const one of this.#parts.store.schedules.all({ filters, sort })) found.push(one);
    return found;
  }

  /** The time is this loop's when nobody else has moved `last_fired` since it was read. */
  async #claim(schedule: Schedule, time: string): Promise<void> {
    const { store, signal } = this.#parts;
    if (signal.aborted) return;
    const expect = { last_fired: [schedule.last_fired], active: [true] };
    try {
      await store.schedules.update(schedule.id, { last_fired: time }, { expect });
    } catch (error) {
      // Another loop fired it, or it was paused or deleted just now.
      if (isZenError(error, "conflict") || isZenError(error, "not_found")) return;
      throw error;
    }
    this.#busy.set(schedule.id, this.#run(schedule, time));
  }

  async #run(schedule: Schedule, time: string): Promise<void> {
    const { fire, tell } = this.#parts;
    this.#fired++;
    tell({ type: "fired", schedule, time });
    try {
      const run = await fire(schedule, time);
      if (run.status !== "completed") this.#failed++;
      await this.#note(schedule, run);
      tell({ type: "ended", schedule, run });
    } catch (error) {
      this.#failed++;
      tell({ type: "not_started", schedule, error });
    } finally {
      this.#busy.delete(schedule.id);
      this.#wake.abort();
    }
  }

  async #note(schedule: Schedule, run: FiredRun): Promise<void> {
    const { store, tell } = this.#parts;
    try {
      await store.runs.update(run.id, { schedule_id: schedule.id });
      await store.schedules.update(schedule.id, { last_run_id: run.id });
    } catch (error) {
      // Either may have been deleted while the run went on.
      if (!isZenError(error, "not_found")) tell({ type: "trouble", error });
    }
  }

  async #rest(next: number | undefined, once: boolean): Promise<void> {
    const { clock, signal } = this.#parts;
    if (signal.aborted) return;
    const until = next === undefined ? LONGEST_SLEEP : next - clock.now();
    const left = once ? LONGEST_SLEEP : Math.max(0, Math.min(until, LONGEST_SLEEP));
    if (!this.#wake.signal.aborted) await clock.sleep(left, this.#wake.signal);
    if (!signal.aborted) this.#wake = new AbortController();
  }
}
