// A pool of warm workers: threads, or processes of their own. Each takes one step at a time while steps
// compute, and further ones when its event loop is free (steps that wait): so both cores are busy and
// waiting costs nothing. Knows when a worker is lost, and what that means for its steps.
import type { Failure } from "../../domain/entities/run.js";
import type { StepExecutor } from "../execution/executor.js";
import { DEFAULT_GRACE_MS, HOOK_LIMIT_MS } from "../execution/limits.js";
import type { HookedOutcome } from "../hooks/step-hook.js";
import type { StepOutcome, StepTask } from "../step-task.js";
import { fatesOf, unloadedOutcome } from "./lost-jobs.js";
import { PoolMember, deafOutcome } from "./pool-member.js";
import type { Job } from "./pool-member.js";
import { PATIENCE_MS, PoolGrowth } from "./pool-growth.js";
import type { UsualTime } from "./pool-growth.js";
import type { FromWorker, ToWorker, WorkerPipeline } from "./protocol.js";
import type { StartWorker } from "./worker-link.js";

export interface WorkerPoolOptions {
  readonly start: StartWorker;
  readonly size: number;
  /** Gets whole lines as they stand in a log. */
  readonly log: (lines: string) => void;
  /** Whether a step that is lost with its worker has a hook that another one must call. */
  readonly hasFailureHook?: ((task: StepTask) => boolean) | undefined;
  /** Steps that one worker holds at most. */
  readonly depth?: number;
  /** Milliseconds that a cancelled step has to end by itself. */
  readonly grace?: number;
  readonly usual?: UsualTime | undefined;
  /** Workers that have no work are ended after a while: each holds memory. */
  readonly endsIdle?: boolean;
}

const DEFAULT_DEPTH = 32;
const LARGEST_BATCH = 16;
/** When so few of a message's steps are left, the next message goes out: the thread never stands still. */
const FEW_LEFT = 4;

export class WorkerPool implements StepExecutor {
  readonly #options: WorkerPoolOptions;
  readonly #members = new Set<PoolMember>();
  /** Those that get no further steps: a step that is over still goes on in them. */
  readonly #leaving = new Set<PoolMember>();
  readonly #queue: Job[] = [];
  /** What every worker is told first. */
  #greeting: ToWorker | undefined;
  #loadFailure: string | undefined;
  #onLoaded: ((reason: string | undefined) => void) | undefined;
  readonly #growth: PoolGrowth;
  /** One listener for a signal, however many steps it may cancel. */
  readonly #signals = new Map<AbortSignal, () => void>();
  #lookAgain: NodeJS.Timeout | undefined;
  #size: number;
  #next = 0;
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#size = options.size;
    this.#growth = new PoolGrowth(options.usual);
  }

  /** Lets the pool have more threads than it was made with; they start when there is work for them. */
  grow(size: number): void {
    this.#size = Math.max(this.#size, size);
  }

  /** Starts threads before there is work for them. */
  warm(count: number): void {
    while (this.#members.size < Math.min(count, this.#size)) this.#start();
  }

  /** Steps are known to take long: so many threads start as soon as there are steps for them. */
  expectLong(threads: number): void {
    this.#growth.expectLong(threads);
  }

  /** Resolves when a worker has loaded the pipeline. Rejects with what it said when it could not. */
  whenReady(): Promise<void> {
    this.warm(1);
    const [first] = this.#members;
    first?.link.keepAlive(true);
    return new Promise((resolve, reject) => {
      this.#onLoaded = (reason) => {
        this.#onLoaded = undefined;
        first?.link.keepAlive(first.jobs.size > 0);
        if (reason === undefined) resolve();
        else reject(new Error(reason));
      };
    });
  }

  /** The code that will be loaded is read meanwhile. */
  prepare(bundleFile: string): void {
    this.#greet({ type: "prepare", bundleFile });
  }

  load(pipeline: WorkerPipeline): void {
    this.#growth.begin();
    this.#greet({ type: "load", pipeline, grace: this.#grace });
  }

  execute(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    return new Promise((settle) => {
      if (signal.aborted) return settle({ status: "cancelled", duration_ms: 0 });
      this.#listenTo(signal);
      const since = performance.now();
      const where = { batch: 0, sent: since, isAlone: false };
      this.#queue.push({ id: this.#next++, task, signal, since, start, settle, ...where });
      if (this.#loadFailure === undefined) this.#dispatch();
      else this.#failWaiting(this.#loadFailure);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#lookAgain);
    for (const [signal, cancel] of this.#signals) signal.removeEventListener("abort", cancel);
    const members = [...this.#members, ...this.#leaving];
    await Promise.all(members.map((member) => member.link.terminate()));
  }

  get #grace(): number {
    return this.#options.grace ?? DEFAULT_GRACE_MS;
  }

  #start(): PoolMember {
    if (this.#members.size === 0) this.#growth.noneIsReady();
    const link = this.#options.start({
      message: (message) => this.#receive(member, message),
      lines: this.#options.log,
      ended: (failureOf) => this.#lose(member, failureOf),
    });
    const member = new PoolMember(link);
    this.#members.add(member);
    if (this.#greeting !== undefined) member.post(this.#greeting);
    return member;
  }

  #greet(greeting: ToWorker): void {
    this.#greeting = greeting;
    for (const member of this.#members) member.post(greeting);
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && !this.#closed) {
      const member = this.#roomiest();
      if (member === undefined) return this.#dispatchLater();
      const jobs = this.#queue.splice(0, this.#batchSize());
      member.execute(jobs, this.#next++);
    }
  }

  /** How many from the head of the queue go together: only such as are known to be short. */
  #batchSize(): number {
    const fair = Math.min(LARGEST_BATCH, Math.ceil(this.#queue.length / this.#members.size));
    const long = this.#queue.slice(0, fair).findIndex((job) => !this.#isSentWithOthers(job));
    return Math.max(1, long < 0 ? fair : long);
  }

  #isSentWithOthers({ task, isAlone }: Job): boolean {
    return !isAlone && task.timeout === undefined && this.#growth.isShort(task);
  }

  /** The least busy member with room; a new one while all are busy and it is worth it. */
  #roomiest(): PoolMember | undefined {
    let best: PoolMember | undefined;
    for (const member of this.#members) {
      if (member.jobs.size >= member.room || member.isTaken) continue;
      if (best === undefined || member.jobs.size < best.jobs.size) best = member;
    }
    const isBusy = best === undefined || best.jobs.size > 0;
    if (isBusy && this.#isWorthAnother()) return this.#start();
    return isBusy && this.#queue[0]?.isAlone === true ? undefined : best;
  }

  #isWorthAnother(): boolean {
    const { size } = this.#members;
    return size < this.#size && this.#growth.isWorthAnother(size, this.#queue);
  }

  /** Once more when the steps that wait may be worth another thread, after whatever has come in by then. */
  #dispatchLater(): void {
    if (this.#lookAgain !== undefined || this.#members.size >= this.#size) return;
    this.#lookAgain = setTimeout(() => {
      this.#lookAgain = undefined;
      setImmediate(() => this.#dispatch());
    }, PATIENCE_MS);
  }

  #receive(member: PoolMember, message: FromWorker): void {
    if (message.type === "free") {
      member.room = Math.min(member.jobs.size + 1, this.#options.depth ?? DEFAULT_DEPTH);
      this.#dispatch();
    } else if (message.type === "outcome") {
      if (message.isLeftBehind) this.#leave(member);
      this.#end(member, message.id, message.outcome);
    } else if (message.type === "begun" || message.type === "decided") {
      this.#limit(member, message);
    } else if (message.type === "ready") {
      this.#growth.oneIsReady();
      this.#onLoaded?.(undefined);
      this.#endWhenIdle(member);
    } else if (message.type === "load_failed") {
      this.#loadFailure = message.message;
      this.#onLoaded?.(message.message);
      this.#queue.unshift(...member.takeAll());
      this.#failWaiting(message.message);
    }
  }

  #end(member: PoolMember, id: number, outcome: StepOutcome): void {
    const job = member.take(id);
    if (job === undefined) return;
    this.#growth.learn(job.task, outcome.duration_ms);
    job.settle(outcome);
    if (this.#leaving.has(member)) return this.#endLeaving(member);
    const left = [...member.jobs.values()].filter(({ batch }) => batch === job.batch);
    if (left.length > FEW_LEFT) return;
    member.room = member.jobs.size + 1;
    this.#dispatch();
    this.#endWhenIdle(member);
  }

  #endWhenIdle(member: PoolMember): void {
    if (this.#options.endsIdle !== true || member.jobs.size > 0) return;
    member.whenIdle(this.#growth.longestIdle, () => {
      this.#leave(member);
      this.#endLeaving(member);
    });
  }

  #listenTo(signal: AbortSignal): void {
    if (this.#signals.has(signal)) return;
    const cancel = () => this.#cancel(signal);
    this.#signals.set(signal, cancel);
    signal.addEventListener("abort", cancel, { once: true });
  }

  #cancel(signal: AbortSignal): void {
    const queued = this.#queue.splice(0);
    for (const job of queued) {
      if (job.signal === signal) job.settle({ status: "cancelled", duration_ms: 0 });
      else this.#queue.push(job);
    }
    for (const member of [...this.#members, ...this.#leaving]) {
      for (const { id, signal: own } of member.jobs.values()) {
        if (own !== signal) continue;
        member.post({ type: "cancel", id });
        member.endAfter(id, this.#grace);
      }
    }
  }

  /** How long a step may go on from here that does not hear that its time is up, or its hook. */
  #limit(member: PoolMember, message: Extract<FromWorker, { type: "begun" | "decided" }>): void {
    const job = member.jobs.get(message.id);
    if (job === undefined) return;
    if (message.type === "decided") {
      job.decided = message.outcome;
      member.endAfter(job.id, HOOK_LIMIT_MS + this.#grace);
    } else {
      const { timeout = 0 } = job.task;
      member.endAfter(job.id, timeout * 1000 + this.#grace, deafOutcome(job.task));
    }
  }

  /** What one step left going there is not to trouble others: those that are there may end. */
  #leave(member: PoolMember): void {
    if (this.#members.delete(member)) this.#leaving.add(member);
  }

  #endLeaving(member: PoolMember): void {
    if (member.jobs.size === 0) void member.link.terminate();
    this.#dispatch();
  }

  #lose(member: PoolMember, failureOf: (step: string) => Failure): void {
    if (!this.#members.delete(member) && !this.#leaving.delete(member)) return;
    this.#onLoaded?.(failureOf("").message);
    const { isMeant } = member;
    const jobs = member.takeAll();
    const again: Job[] = [];
    for (const [index, fate] of fatesOf({ jobs, isMeant, failureOf }).entries()) {
      const job = jobs[index];
      if (job === undefined) continue;
      if (fate.type === "again") again.push({ ...job, isAlone: fate.isAlone });
      else if (this.#hasHookLeft(job, fate.outcome)) again.push({ ...job, ended: fate.outcome });
      else job.settle(fate.outcome);
    }
    this.#queue.unshift(...again);
    this.#dispatch();
  }

  /** The worker that should have called it is gone. */
  #hasHookLeft(job: Job, outcome: StepOutcome): outcome is HookedOutcome {
    if (outcome.status !== "failed" || this.#closed) return false;
    if (job.decided !== undefined || job.ended !== undefined) return false;
    return job.task.isLast !== false && this.#options.hasFailureHook?.(job.task) === true;
  }

  #failWaiting(reason: string): void {
    for (const job of this.#queue.splice(0)) job.settle(unloadedOutcome(job, reason));
  }
}
