// A pool of warm worker threads. Each takes one step at a time while steps compute, and further ones
// when its event loop is free (steps that wait): so both cores are busy and waiting costs nothing.
import { Worker } from "node:worker_threads";
import type { Failure } from "../../domain/entities/run.js";
import type { StepExecutor } from "../execution/executor.js";
import type { LogLine, StepOutcome, StepTask } from "../step-task.js";
import type { FromWorker, ToWorker, WorkerPipeline } from "./protocol.js";
import { StepTimes } from "./step-times.js";

export interface WorkerPoolOptions {
  /** The worker's entry point. */
  readonly entry: URL | string;
  readonly size: number;
  readonly log: (line: LogLine) => void;
  /** Steps that one worker holds at most. */
  readonly depth?: number;
  /** Milliseconds that a cancelled step has to end by itself. */
  readonly grace?: number;
}

interface Job {
  readonly id: number;
  readonly task: StepTask;
  readonly signal: AbortSignal;
  /** Since when it waits for room. */
  readonly since: number;
  /** Called when it is sent to a thread. */
  readonly start: () => void;
  readonly settle: (outcome: StepOutcome) => void;
  /** The message that it was sent with; the jobs of one are executed in order. */
  batch: number;
}

interface Member {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
  /** Steps that it may hold now: grows when it says that it is free. */
  room: number;
}

const DEFAULT_DEPTH = 32;
/** A thread starts with a small nursery; what outlives it has all the room that there is. */
const MEMORY = { maxYoungGenerationSizeMb: 12 };
const LARGEST_BATCH = 16;
/** When so few of a message's steps are left, the next message goes out: the thread never stands still. */
const FEW_LEFT = 4;
/** What a further thread costs at least before it is of use; else twice what the first took to load. */
const START_MS = 50;
/** A step waits this long for room before another thread is thought of, longer on a busy machine. */
const PATIENCE_MS = 25;
const LONGEST_PATIENCE_MS = 100;
/** A step that has waited this long gets another thread, whatever others of its kind took. */
const LONG_WAIT_MS = 500;
const DEFAULT_GRACE = 3000;

export class WorkerPool implements StepExecutor {
  readonly #options: WorkerPoolOptions;
  readonly #members = new Set<Member>();
  readonly #queue: Job[] = [];
  #pipeline: WorkerPipeline | undefined;
  #loadFailure: string | undefined;
  readonly #times = new StepTimes();
  #loadedAt = 0;
  /** One listener for a signal, however many steps it may cancel. */
  readonly #signals = new Map<AbortSignal, () => void>();
  #readyAt = Number.POSITIVE_INFINITY;
  #lookAgain: NodeJS.Timeout | undefined;
  #size: number;
  #next = 0;
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#size = options.size;
  }

  /** Lets the pool have more threads than it was made with; they start when there is work for them. */
  grow(size: number): void {
    this.#size = Math.max(this.#size, size);
  }

  /** Starts threads before there is work for them. */
  warm(count: number): void {
    while (this.#members.size < Math.min(count, this.#size)) this.#start();
  }

  load(pipeline: WorkerPipeline): void {
    this.#pipeline = pipeline;
    this.#loadedAt = performance.now();
    for (const member of this.#members) post(member, { type: "load", pipeline });
  }

  execute(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    return new Promise((settle) => {
      if (signal.aborted) return settle({ status: "cancelled", duration_ms: 0 });
      this.#listenTo(signal);
      const since = performance.now();
      this.#queue.push({ id: this.#next++, task, signal, since, start, settle, batch: 0 });
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#lookAgain);
    for (const [signal, cancel] of this.#signals) signal.removeEventListener("abort", cancel);
    await Promise.all([...this.#members].map((member) => member.worker.terminate()));
  }

  #start(): Member {
    const worker = new Worker(this.#options.entry, { name: "zenml-step", resourceLimits: MEMORY });
    const member: Member = { worker, jobs: new Map(), room: 1 };
    this.#members.add(member);
    worker.on("message", (message: FromWorker) => this.#receive(member, message));
    worker.on("error", (error) => this.#lose(member, error));
    worker.on("exit", (code) => this.#lose(member, new Error(`the worker exited with ${code}`)));
    if (this.#pipeline !== undefined) post(member, { type: "load", pipeline: this.#pipeline });
    return member;
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && !this.#closed) {
      const member = this.#roomiest();
      if (member === undefined) return this.#dispatchLater();
      const jobs = this.#queue.splice(0, this.#batchSize());
      const batch = this.#next++;
      for (const job of jobs) {
        job.batch = batch;
        member.jobs.set(job.id, job);
        job.start();
      }
      post(member, { type: "execute", jobs: jobs.map(({ id, task }) => ({ id, task })) });
    }
  }

  /** How many from the head of the queue go together: only such as are known to be short. */
  #batchSize(): number {
    const fair = Math.min(LARGEST_BATCH, Math.ceil(this.#queue.length / this.#members.size));
    const long = this.#queue.slice(0, fair).findIndex(({ task }) => !this.#times.isShort(task));
    return Math.max(1, long < 0 ? fair : long);
  }

  /** The least busy member with room; a new one while all are busy and it is worth it. */
  #roomiest(): Member | undefined {
    let best: Member | undefined;
    for (const member of this.#members) {
      if (member.jobs.size >= member.room) continue;
      if (best === undefined || member.jobs.size < best.jobs.size) best = member;
    }
    const isBusy = best === undefined || best.jobs.size > 0;
    return isBusy && this.#isWorthAnother() ? this.#start() : best;
  }

  /** For work that takes longer than a thread to start; not for many steps that take nothing. */
  #isWorthAnother(): boolean {
    if (this.#members.size >= this.#size) return false;
    if (this.#members.size === 0) return true;
    const waited = performance.now() - Math.max(this.#queue[0]?.since ?? 0, this.#readyAt);
    const loading = this.#readyAt - this.#loadedAt;
    if (waited < Math.min(Math.max(PATIENCE_MS, loading), LONGEST_PATIENCE_MS)) return false;
    const work = this.#queue.reduce((sum, { task }) => sum + this.#times.atLeast(task), 0);
    return work > Math.max(START_MS, 2 * loading) || waited > LONG_WAIT_MS;
  }

  /** Once more when the steps that wait may be worth another thread, after whatever has come in by then. */
  #dispatchLater(): void {
    if (this.#lookAgain !== undefined || this.#members.size >= this.#size) return;
    this.#lookAgain = setTimeout(() => {
      this.#lookAgain = undefined;
      setImmediate(() => this.#dispatch());
    }, PATIENCE_MS);
  }

  #receive(member: Member, message: FromWorker): void {
    if (message.type === "log") {
      for (const line of message.lines) this.#options.log(line);
    } else if (message.type === "free") {
      member.room = Math.min(member.jobs.size + 1, this.#options.depth ?? DEFAULT_DEPTH);
      this.#dispatch();
    } else if (message.type === "outcome") {
      this.#end(member, message.id, message.outcome);
    } else if (message.type === "ready") {
      this.#readyAt = Math.min(this.#readyAt, performance.now());
    } else if (message.type === "load_failed") {
      this.#loadFailure = message.message;
      this.#failAll(member);
    }
  }

  #end(member: Member, id: number, outcome: StepOutcome): void {
    const job = member.jobs.get(id);
    if (job === undefined) return;
    member.jobs.delete(id);
    this.#times.learn(job.task, outcome.duration_ms);
    job.settle(outcome);
    const left = [...member.jobs.values()].filter(({ batch }) => batch === job.batch);
    if (left.length > FEW_LEFT) return;
    member.room = member.jobs.size + 1;
    this.#dispatch();
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
    for (const member of this.#members) {
      for (const { id, signal: own } of member.jobs.values()) {
        if (own !== signal) continue;
        post(member, { type: "cancel", id });
        this.#endAfterGrace(member, id);
      }
    }
  }

  /** A step that computes never hears that it is cancelled: its thread is ended. */
  #endAfterGrace(member: Member, id: number): void {
    const timer = setTimeout(() => {
      if (member.jobs.has(id)) void member.worker.terminate();
    }, this.#options.grace ?? DEFAULT_GRACE);
    timer.unref();
  }

  #lose(member: Member, cause: Error): void {
    if (!this.#members.delete(member)) return;
    const begun = new Set<number>();
    const waiting: Job[] = [];
    for (const job of member.jobs.values()) {
      // The first of its message was under way; those behind it were not.
      if (begun.has(job.batch) && !job.signal.aborted) waiting.push(job);
      else job.settle(lost(job, cause));
      begun.add(job.batch);
    }
    member.jobs.clear();
    this.#queue.unshift(...waiting);
    this.#dispatch();
  }

  #failAll(member: Member): void {
    const cause = new Error(this.#loadFailure);
    for (const job of member.jobs.values()) job.settle(lost(job, cause));
    member.jobs.clear();
    for (const job of this.#queue.splice(0)) job.settle(lost(job, cause));
  }
}

function post(member: Member, message: ToWorker): void {
  member.worker.postMessage(message);
}

function lost(job: Job, cause: Error): StepOutcome {
  if (job.signal.aborted) return { status: "cancelled", duration_ms: 0 };
  const failure: Failure = {
    name: "WorkerEnded",
    message: `The worker thread of step '${job.task.step.name}' ended before the step did: ${cause.message}.`,
    step: job.task.step.name,
    location: null,
    stack: null,
  };
  return { status: "failed", failure, duration_ms: 0 };
}
