// A pipeline on a schedule, in a test: the loop that fires schedules, on a clock that jumps to each time.
import type { Schedule } from "../../domain/entities/schedule.js";
import type { ScheduleOptions } from "../../runtime/configuration/run-configuration.js";
import type { ScheduleContent } from "../../sdk/schedules/create-schedule.js";
import { putSchedule } from "../../sdk/schedules/put-schedule.js";
import { runSchedules } from "../../sdk/schedules/schedule-loop.js";
import type { LoopClock } from "../../sdk/schedules/schedule-loop.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { FakeClock } from "../fake-clock.js";
import type { TestedRun } from "./tested-run.js";

export interface TestedSchedule {
  readonly store: ZenStore;
  readonly clock: FakeClock;
  readonly options: ScheduleOptions;
  readonly content: ScheduleContent;
  /** In milliseconds since the epoch: what is due then is still fired. */
  readonly until: number;
  readonly fire: (schedule: Schedule) => Promise<TestedRun>;
}

/** The runs that were fired, in order. Errors: `invalid_input`, and what ended a run otherwise than a step. */
export async function runSchedule(parts: TestedSchedule): Promise<readonly TestedRun[]> {
  const { store, clock, options, content, until } = parts;
  await putSchedule({ store }, options, content, clock.time());
  const runs: TestedRun[] = [];
  let thrown: { readonly error: unknown } | undefined;
  let isFiring = false;
  const end = new AbortController();
  const sleep: LoopClock["sleep"] = async (milliseconds, signal) => {
    // While a run goes on its own waits move the clock.
    if (isFiring) return aborted(signal);
    if (clock.time() >= until) end.abort();
    else clock.advance(Math.min(milliseconds, until - clock.time()));
  };
  await runSchedules({
    store,
    clock: { now: clock.time, sleep },
    signal: end.signal,
    fire: async (schedule) => {
      isFiring = true;
      try {
        const run = await parts.fire(schedule);
        runs.push(run);
        return { id: run.id, name: run.name, status: run.row.status };
      } finally {
        isFiring = false;
      }
    },
    tell: (event) => {
      if (!("error" in event)) return;
      thrown ??= event;
      end.abort();
    },
  });
  if (thrown !== undefined) throw thrown.error;
  return runs;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
