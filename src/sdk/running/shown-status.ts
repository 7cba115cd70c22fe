// The state of runs and steps as people see it: one whose process died is interrupted, whatever its record says.
import type { Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { Summary } from "../../domain/resources.js";
import { isFinal } from "../../domain/status.js";
import type { Status } from "../../domain/status.js";
import { isInterrupted } from "../../runtime/engine/liveness.js";
import type { ZenStore } from "../../store/zen-store.js";
import { processState } from "./this-process.js";

export type ShownStatus = Status | "interrupted";

type Claimed = Pick<Run, "status" | "runner" | "lease_expires">;

/** Of a run that was read whole. */
export function shownStatus(run: Claimed, now: number = Date.now()): ShownStatus {
  return isInterrupted(run, { now, processState }) ? "interrupted" : run.status;
}

export type ShownRun = Omit<Summary<"run">, "status"> & { readonly status: ShownStatus };

/** Only those that are under way are looked at more closely. */
export async function shownRuns(
  store: Pick<ZenStore, "runs">,
  runs: readonly Summary<"run">[],
  now: number = Date.now(),
): Promise<ShownRun[]> {
  return Promise.all(
    runs.map(async (run) => {
      if (isFinal(run.status) || run.status === "pending") return run;
      const whole = await store.runs.find(run.id);
      // Read later than the list, which is to agree with itself.
      return whole === undefined || whole.status !== run.status
        ? run
        : { ...run, status: shownStatus(whole, now) };
    }),
  );
}

export type ShownStep = Omit<Summary<"step">, "status"> & { readonly status: ShownStatus };

/** Steps that were left running when the process of their run died are interrupted along with it. */
export async function shownSteps<Step extends Pick<StepRun, "run_id" | "status">>(
  store: { readonly runs: { find(id: string): Promise<Claimed | undefined> } },
  steps: readonly Step[],
  now: number = Date.now(),
): Promise<(Omit<Step, "status"> & { readonly status: ShownStatus })[]> {
  const running = new Set(steps.flatMap((step) => (step.status === "running" ? step.run_id : [])));
  const left = new Set<string>();
  for (const id of running) {
    const run = await store.runs.find(id);
    if (run !== undefined && shownStatus(run, now) === "interrupted") left.add(id);
  }
  return steps.map((step) =>
    step.status === "running" && left.has(step.run_id) ? { ...step, status: "interrupted" } : step,
  );
}
