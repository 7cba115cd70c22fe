// When the steps that wait are worth another worker, and when a worker is of use no more. It knows what steps
// and workers took, and nothing of how they are reached.
import type { StepTask } from "../step-task.js";
import { StepTimes } from "./step-times.js";

/** What a further thread costs at least before it is of use; else twice what the first took to load. */
const START_MS = 50;
/** A step waits this long for room before another thread is thought of, longer on a busy machine. */
export const PATIENCE_MS = 25;
const LONGEST_PATIENCE_MS = 100;
/** A worker is ended that had nothing to do this long, and many times as long as the first took to load. */
const IDLE_MS = 1000;
const IDLE_LOADS = 5;
/** A step that has waited this long gets another thread, whatever others of its kind took, if no step ends. */
const LONG_WAIT_MS = 500;

/** Milliseconds that a step usually takes, from earlier runs; undefined where that is not known. */
export type UsualTime = (task: StepTask) => number | undefined;

interface Waiting {
  readonly task: StepTask;
  readonly since: number;
}

export class PoolGrowth {
  readonly #usual: UsualTime | undefined;
  readonly #times = new StepTimes();
  #expected = 1;
  #loadedAt = 0;
  /** What the first took to load. */
  #loading = Number.POSITIVE_INFINITY;
  /** When a worker was the last to be ready; infinite while none is. */
  #readyAt = Number.POSITIVE_INFINITY;
  /** When a step was the last to end. */
  #endedAt = 0;

  constructor(usual: UsualTime | undefined) {
    this.#usual = usual;
  }

  /** Steps are known to take long: so many threads start as soon as there are steps for them. */
  expectLong(threads: number): void {
    this.#expected = Math.max(1, threads);
  }

  /** The pipeline is told to the workers. */
  begin(): void {
    this.#loadedAt = performance.now();
  }

  noneIsReady(): void {
    this.#readyAt = Number.POSITIVE_INFINITY;
  }

  oneIsReady(): void {
    this.#readyAt = performance.now();
    this.#loading = Math.min(this.#loading, this.#readyAt - this.#loadedAt);
  }

  learn(task: StepTask, duration: number): void {
    this.#endedAt = performance.now();
    this.#times.learn(task, duration);
  }

  isShort(task: StepTask): boolean {
    return this.#times.isShort(task);
  }

  /** Milliseconds. */
  get longestIdle(): number {
    return Math.max(IDLE_MS, IDLE_LOADS * this.#loading);
  }

  /** For work that takes longer than a thread to start; not for many steps that take nothing. */
  isWorthAnother(workers: number, queue: readonly Waiting[]): boolean {
    if (workers < this.#expected) return true;
    const now = performance.now();
    const waited = now - Math.max(queue[0]?.since ?? 0, this.#readyAt);
    const loading = this.#loading;
    if (waited < Math.min(Math.max(PATIENCE_MS, loading), LONGEST_PATIENCE_MS)) return false;
    const work = queue.reduce((sum, { task }) => sum + this.#atLeast(task), 0);
    const isStuck = waited > LONG_WAIT_MS && now - this.#endedAt > LONGEST_PATIENCE_MS;
    return isStuck || work > Math.max(START_MS, 2 * loading);
  }

  #atLeast(task: StepTask): number {
    const least = this.#times.atLeast(task);
    return Number.isFinite(least) ? least : (this.#usual?.(task) ?? least);
  }
}
