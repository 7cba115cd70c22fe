// The claim of one process on a run: renewed while it lasts, and the way through which all is written.
// Whoever lost it writes nothing more. Knows the store; not what a run consists of.
import type { Change } from "../../domain/change.js";
import type { Run, Runner } from "../../domain/entities/run.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { CommitOptions, ZenStore } from "../../store/zen-store.js";
import { LEASE_MS } from "./liveness.js";

const RENEW_MS = 10_000;
const TICK_MS = 1000;

export interface ClaimClock {
  /** The wall clock, in milliseconds: what a lease is said in. */
  readonly now: () => number;
  /** Milliseconds that nobody can set. */
  readonly elapsed: () => number;
}

export const SYSTEM_CLOCK: ClaimClock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
};

/** What a run says of its claim. */
export interface ClaimFields {
  readonly runner_id: string;
  readonly runner: Runner;
  readonly lease_expires: string;
}

export function claimFields(runner_id: string, runner: Runner, now: number): ClaimFields {
  return { runner_id, runner, lease_expires: leaseFrom(now) };
}

function leaseFrom(now: number): string {
  return new Date(now + LEASE_MS).toISOString();
}

export interface ClaimedRun {
  readonly id: string;
  readonly name: string;
  readonly runner_id: string;
}

type ClaimStore = Pick<ZenStore, "commit" | "runs">;

export class RunClaim {
  readonly #store: ClaimStore;
  readonly #run: ClaimedRun;
  readonly #clock: ClaimClock;
  readonly #ended = new AbortController();
  #renewed: Moment;
  /** The mark of the last change by others; the first look reads all in any case. */
  #seen: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;
  #lost: ZenError | undefined;

  /** Of a run whose row says already that it is claimed. */
  constructor(store: ClaimStore, run: ClaimedRun, clock: ClaimClock = SYSTEM_CLOCK) {
    this.#store = store;
    this.#run = run;
    this.#clock = clock;
    this.#renewed = momentOf(clock);
  }

  /** Aborted when somebody asked for the run to end, and when the claim is lost. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Why nothing may be written any more. */
  get lost(): ZenError | undefined {
    return this.#lost;
  }

  /** Keeps the claim until `stop`. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#ticking ??= this.tick().finally(() => {
        this.#ticking = undefined;
      });
    }, TICK_MS);
    this.#timer.unref();
  }

  /** Resolves when nothing of it is under way. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#ticking;
  }

  /** What is due each second. A store that does not answer now may answer the next time. */
  async tick(): Promise<void> {
    if (this.#lost !== undefined) return;
    try {
      if (this.#age() >= RENEW_MS) await this.#renew();
      await this.#look();
    } catch {
      return;
    }
  }

  /**
   * Writes changes of the run. After a time in which somebody else may have taken it over, the claim is
   * made sure of first: a process may have stood still.
   * Errors: `conflict` when the claim is lost; those of the store.
   */
  async commit(changes: readonly Change[], options?: CommitOptions): Promise<void> {
    if (this.#age() >= LEASE_MS) await this.#renew();
    if (this.#lost !== undefined) throw this.#lost;
    await this.#store.commit(changes, options);
  }

  /** The greater of what both clocks say: one stands still while a machine sleeps, the other can be set. */
  #age(): number {
    const now = momentOf(this.#clock);
    return Math.max(now.elapsed - this.#renewed.elapsed, Math.abs(now.wall - this.#renewed.wall));
  }

  /** Errors: `conflict` when the claim is lost; those of the store. */
  async #renew(): Promise<void> {
    const moment = momentOf(this.#clock);
    const { id, runner_id } = this.#run;
    const set = { lease_expires: leaseFrom(moment.wall) };
    const expect = { runner_id: [runner_id], status: ["running"] as const };
    try {
      await this.#store.commit([{ op: "update", resource: "run", id, set, expect }]);
      this.#renewed = moment;
    } catch (error) {
      if (isZenError(error, "conflict") || isZenError(error, "not_found")) await this.#lose();
      throw this.#lost ?? error;
    }
  }

  /** Others leave a mark on the row when they change it; only then all of it is read. */
  async #look(): Promise<void> {
    const { id, runner_id } = this.#run;
    const filters = [{ field: "id", operator: "eq", value: id }] as const;
    const [row] = (await this.#store.runs.list({ filters, limit: 1 })).items;
    if (row === undefined || row.status !== "running") return this.#lose();
    if (row.updated === this.#seen) return;
    const run = await this.#store.runs.find(id);
    if (run === undefined || run.runner_id !== runner_id) return this.#lose();
    this.#seen = row.updated;
    if (run.cancel_requested !== null) this.#ended.abort();
  }

  async #lose(): Promise<void> {
    this.#lost ??= await this.#loss();
    this.#ended.abort(this.#lost);
  }

  async #loss(): Promise<ZenError> {
    const { id, name, runner_id } = this.#run;
    const run = await this.#store.runs.find(id);
    if (run === undefined) {
      return new ZenError("conflict", `Run '${name}' was deleted while it was executed.`, {
        hint: "Nothing of it is recorded any more. Run the pipeline again.",
      });
    }
    const { runner } = run;
    const isTaken = run.runner_id !== runner_id && runner !== null;
    const what = isTaken ? `was taken over by ${whoIs(runner)}` : `was ended as ${run.status}`;
    return new ZenError("conflict", `Run '${name}' ${what}; nothing more is written from here.`, {
      hint: `zenml run watch ${name}`,
      details: { run_id: id, runner },
    });
  }
}

/** What whoever wants to execute a run is told while somebody else does. */
export function isExecuted({ name, runner }: Pick<Run, "name" | "runner">): ZenError {
  const who = runner === null ? "somebody else" : whoIs(runner);
  return new ZenError("conflict", `Run '${name}' is being executed by ${who}.`, {
    hint: `zenml run watch ${name}, or zenml run cancel ${name}`,
    details: { runner },
  });
}

/** Example: `process 4711 on host 'alpha'`. */
function whoIs({ host, process_id }: Runner): string {
  return `process ${process_id} on host '${host}'`;
}

interface Moment {
  readonly wall: number;
  readonly elapsed: number;
}

function momentOf(clock: ClaimClock): Moment {
  return { wall: clock.now(), elapsed: clock.elapsed() };
}
