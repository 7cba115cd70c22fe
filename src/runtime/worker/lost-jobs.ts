// What becomes of the steps of a worker that is gone.
import type { Failure } from "../../domain/entities/run.js";
import type { StepOutcome } from "../step-task.js";
import type { Job } from "./pool-member.js";

export type Fate =
  | { readonly type: "ended"; readonly outcome: StepOutcome }
  /** Executed again: it had not begun, or it was not the one that ended the worker. */
  | { readonly type: "again"; readonly isAlone: boolean };

export interface Loss {
  /** In the order in which they were sent. */
  readonly jobs: readonly Job[];
  /** Whether the pool ended the worker, for the sake of one of them. */
  readonly isMeant: boolean;
  readonly failureOf: (step: string) => Failure;
}

/** What each of them has to expect, in their order. */
export function fatesOf({ jobs, isMeant, failureOf }: Loss): Fate[] {
  const batches = new Set<number>();
  // The first of a message was under way; those behind it were not.
  const begun = new Set(jobs.filter(({ batch }) => !batches.has(batch) && batches.add(batch)));
  const suspects = jobs.filter((job) => begun.has(job) && settledOf(job) === undefined);
  return jobs.map((job) => {
    const outcome = settledOf(job);
    if (outcome !== undefined) return { type: "ended", outcome };
    if (isMeant || !begun.has(job)) return { type: "again", isAlone: false };
    // Nobody can tell which of several did it: each by itself, it shows.
    if (suspects.length > 1) return { type: "again", isAlone: true };
    const failure = failureOf(job.task.step.name);
    return { type: "ended", outcome: { status: "failed", failure, duration_ms: sinceSent(job) } };
  });
}

/** Of a step whose worker could not load the pipeline. */
export function unloadedOutcome({ task, signal }: Job, reason: string): StepOutcome {
  if (signal.aborted) return { status: "cancelled", duration_ms: 0 };
  const step = task.step.name;
  const message = `The worker of step '${step}' could not load the pipeline: ${reason}`;
  const failure = { name: "WorkerEnded", message, step, location: null, stack: null };
  return { status: "failed", failure, duration_ms: 0 };
}

/** How it ended, where that does not depend on why its worker is gone. */
function settledOf(job: Job): StepOutcome | undefined {
  const { decided, ended, signal, verdict } = job;
  const known = decided ?? ended;
  if (known !== undefined) return known;
  return signal.aborted ? { status: "cancelled", duration_ms: sinceSent(job) } : verdict;
}

function sinceSent({ sent }: Job): number {
  return Math.round(performance.now() - sent);
}
