// When a failed step is tried again, and the loop that does it. Knows neither clocks nor chance nor the
// record: waiting, random numbers and what is written down arrive as arguments.
import type { Failure } from "../../domain/entities/run.js";
import type { Json, JsonRecord } from "../../domain/entities/fields.js";
import type { Retry } from "../../domain/graph.js";
import { formatDuration } from "../../util/format-duration.js";
import type { LogLine, StepOutcome } from "../step-task.js";

const DEFAULTS = { delay: 1, backoff: 2, max_delay: 300, jitter: 0.2 };

/**
 * Milliseconds to wait after attempt number `attempt` (from 1) failed; undefined: it was the last.
 * `random` gives 0 to 1.
 */
export function retryDelay(
  retry: Retry | undefined,
  attempt: number,
  random: () => number,
): number | undefined {
  if (retry === undefined || attempt > retry.max_retries) return undefined;
  const { delay, backoff, max_delay, jitter } = withDefaults(retry);
  // Nothing grows without a delay, however often it is tried.
  const longest = delay === 0 ? 0 : Math.min(max_delay, delay * backoff ** (attempt - 1));
  return longest * (1 - jitter * random()) * 1000;
}

function withDefaults(retry: Retry): typeof DEFAULTS {
  const { delay, backoff, max_delay, jitter } = DEFAULTS;
  return {
    delay: retry.delay ?? delay,
    backoff: retry.backoff ?? backoff,
    max_delay: retry.max_delay ?? max_delay,
    jitter: retry.jitter ?? jitter,
  };
}

/** An attempt after which another one follows. */
export interface FailedAttempt {
  /** As the step's row counts them. */
  readonly attempt: number;
  readonly failure: Failure;
  readonly duration_ms: number;
  /** What it noted. */
  readonly metadata?: JsonRecord | undefined;
  /** Until the next attempt. */
  readonly delay_ms: number;
}

export interface AttemptsOptions {
  readonly retry: Retry | undefined;
  /** Number of the first attempt: above 1 where earlier runners tried before. Default 1. */
  readonly first?: number | undefined;
  /** Ends the waiting: no further attempt is made then. */
  readonly signal: AbortSignal;
  readonly random: () => number;
  /** Resolves after the time, or as soon as the signal aborts; never rejects. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Makes one attempt; whether it is the last decides about its hooks. */
  readonly attempt: (attempt: number, isLast: boolean) => Promise<StepOutcome>;
  /** Told before the wait: the place to record it. */
  readonly retrying: (failed: FailedAttempt) => void | Promise<void>;
}

/** The outcome of the last attempt; cancelled when that happened between two attempts. */
export function runAttempts(options: AttemptsOptions): Promise<StepOutcome> {
  const { retry, first = 1, attempt } = options;
  // What nobody asked to be tried again costs nothing here.
  return retry === undefined ? attempt(first, true) : tryAgain(retry, options);
}

async function tryAgain(retry: Retry, options: AttemptsOptions): Promise<StepOutcome> {
  const { first = 1, signal, random } = options;
  for (let tries = 1; ; tries += 1) {
    const attempt = first + tries - 1;
    const outcome = await options.attempt(attempt, tries > retry.max_retries);
    const delay_ms = retryDelay(retry, tries, random);
    if (outcome.status !== "failed" || delay_ms === undefined) return outcome;
    const { failure, duration_ms, metadata } = outcome;
    await options.retrying({ attempt, failure, duration_ms, metadata, delay_ms });
    await options.wait(delay_ms, signal);
    if (signal.aborted) return { status: "cancelled", duration_ms: 0 };
  }
}

/** What the step's row keeps of an attempt that failed, as a part of `metadata.attempts`. */
export function attemptFacts({ attempt, failure, duration_ms, metadata }: FailedAttempt): Json {
  const { name, message, location } = failure;
  const { experiment } = metadata ?? {};
  const recorded = experiment === undefined ? {} : { experiment };
  return { attempt, name, message, location, duration_ms, ...recorded };
}

/** What the log says of it. */
export function attemptLine(
  failed: Pick<FailedAttempt, "attempt" | "delay_ms"> & {
    readonly step: string;
    readonly failure: Failure | null;
  },
  time: number,
): LogLine {
  const { step, attempt, failure, delay_ms } = failed;
  const next = delay_ms === 0 ? "at once" : `in ${formatDuration(delay_ms)}`;
  const why = failure === null ? "" : `: ${failure.name}: ${failure.message}`;
  const text = `[warn] attempt ${attempt} failed${why}; the next one ${next}`;
  return { step, stream: "log", text, time };
}

/** `wait` of the real clock. */
export function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end, { once: true });
  });
}
