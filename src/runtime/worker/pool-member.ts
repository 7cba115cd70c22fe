import { deafError } from "../execution/step-errors.js";
import type { HookedOutcome } from "../hooks/step-hook.js";
import type { StepOutcome, StepTask } from "../step-task.js";
import type { ToWorker } from "./protocol.js";
import type { WorkerLink } from "./worker-link.js";

export interface Job {
  readonly id: number;
  readonly task: StepTask;
  readonly signal: AbortSignal;
  /** Since when it waits for room. */
  readonly since: number;
  /** Called when it is sent to a worker. */
  readonly start: () => void;
  readonly settle: (outcome: StepOutcome) => void;
  /** The message that it was sent with; the jobs of one are executed in order. */
  batch: number;
  /** When that was. */
  sent: number;
  /** Its worker was lost with others under way: it is executed again by itself, so that it shows whose fault it was. */
  isAlone: boolean;
  /** How it ended, told before its hook was called. */
  decided?: StepOutcome;
  /** How it ended when its worker is ended for its sake. */
  verdict?: StepOutcome;
  /** How it ended in a worker that is gone: only its hook is left. */
  ended?: HookedOutcome;
}

/** A worker of a pool, and what it was sent. */
export class PoolMember {
  readonly link: WorkerLink;
  readonly jobs = new Map<number, Job>();
  /** Steps that it may hold now: grows when it says that it is free. */
  room = 1;
  /** Whether it is ended on purpose. */
  isMeant = false;
  readonly #timers = new Map<number, NodeJS.Timeout>();
  #idle: NodeJS.Timeout | undefined;

  constructor(link: WorkerLink) {
    this.link = link;
    link.keepAlive(false);
  }

  post(message: ToWorker): void {
    this.link.post(message);
  }

  /** Whether it is left to one step that must be by itself. */
  get isTaken(): boolean {
    for (const { isAlone } of this.jobs.values()) if (isAlone) return true;
    return false;
  }

  execute(jobs: readonly Job[], batch: number): void {
    if (this.jobs.size === 0) this.link.keepAlive(true);
    clearTimeout(this.#idle);
    const now = performance.now();
    for (const job of jobs) {
      job.batch = batch;
      job.sent = now;
      this.jobs.set(job.id, job);
      job.start();
    }
    const sent = jobs.map(({ id, task, ended }) => ({ id, task, ended }));
    this.post({ type: "execute", jobs: sent });
  }

  /** Undefined for one that it does not have any more. */
  take(id: number): Job | undefined {
    const job = this.jobs.get(id);
    this.jobs.delete(id);
    this.#stop(id);
    if (this.jobs.size === 0) this.link.keepAlive(false);
    return job;
  }

  /** Calls it once when there was no work for so many milliseconds. */
  whenIdle(milliseconds: number, end: () => void): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(end, milliseconds).unref();
  }

  takeAll(): Job[] {
    const jobs = [...this.jobs.values()];
    for (const { id } of jobs) this.take(id);
    return jobs;
  }

  /** A step that computes never hears its signal: its worker is ended. */
  endAfter(id: number, milliseconds: number, verdict?: StepOutcome): void {
    this.#stop(id);
    const timer = setTimeout(() => {
      const job = this.jobs.get(id);
      if (job === undefined) return;
      if (verdict !== undefined) job.verdict = verdict;
      this.isMeant = true;
      void this.link.terminate();
    }, milliseconds);
    this.#timers.set(id, timer.unref());
  }

  #stop(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}

/** The outcome of a step whose worker was ended since it did not hear that its time was up. */
export function deafOutcome({ step, timeout = 0 }: StepTask): StepOutcome {
  const { name, message } = deafError(step.name, timeout);
  const failure = { name, message, step: step.name, location: null, stack: null };
  return { status: "failed", failure, duration_ms: timeout * 1000 };
}
