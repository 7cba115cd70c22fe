import { expect, test } from "vitest";
import type { Retry } from "../../domain/graph.js";
import type { StepOutcome } from "../step-task.js";
import { attemptFacts, attemptLine, retryDelay, runAttempts, waitFor } from "./retry-policy.js";
import type { FailedAttempt } from "./retry-policy.js";

const never = () => 0;
const always = () => 1;

const COMPLETED: StepOutcome = { status: "completed", outputs: {}, metadata: {}, duration_ms: 1 };

function failed(message: string): StepOutcome {
  const failure = { name: "Error", message, step: "fetch", location: "a.ts:1:2", stack: null };
  return { status: "failed", failure, duration_ms: 7 };
}

/** Runs the outcomes one after the other, on a clock that only notes how long it was asked to wait. */
async function attempts(
  outcomes: readonly StepOutcome[],
  retry: Retry | undefined,
  options: { readonly first?: number; readonly cancelAfter?: number } = {},
) {
  const controller = new AbortController();
  const [made, waits, retried]: [unknown[], number[], FailedAttempt[]] = [[], [], []];
  const outcome = await runAttempts({
    retry,
    first: options.first,
    signal: controller.signal,
    random: never,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      if (waits.length === options.cancelAfter) controller.abort();
    },
    attempt: async (attempt, isLast) => {
      const next = outcomes[made.length] ?? COMPLETED;
      made.push([attempt, isLast]);
      return next;
    },
    retrying: (one) => void retried.push(one),
  });
  return { outcome, made, waits, retried };
}

test("a step that asks for no retry is not tried again", () => {
  expect(retryDelay(undefined, 1, never)).toBeUndefined();
  expect(retryDelay({ max_retries: 0 }, 1, never)).toBeUndefined();
});

test("the wait begins with a second and doubles until the last retry", () => {
  const waits = [1, 2, 3, 4].map((attempt) => retryDelay({ max_retries: 3 }, attempt, never));
  expect(waits).toEqual([1000, 2000, 4000, undefined]);
});

test("no wait is longer than the longest", () => {
  expect(retryDelay({ max_retries: 2000 }, 20, never)).toBe(300_000);
  expect(retryDelay({ max_retries: 2000 }, 2000, never)).toBe(300_000);
  expect(retryDelay({ max_retries: 9, delay: 1, backoff: 10, max_delay: 5 }, 2, never)).toBe(5000);
  expect(retryDelay({ max_retries: 9, delay: 60, max_delay: 5 }, 1, never)).toBe(5000);
});

test("a step that is tried again at once never waits, however often it fails", () => {
  expect(retryDelay({ max_retries: 5000, delay: 0 }, 5000, never)).toBe(0);
});

test("chance takes as much of a wait as it was given", () => {
  expect(retryDelay({ max_retries: 1, delay: 10 }, 1, always)).toBe(8000);
  expect(retryDelay({ max_retries: 1, delay: 10, jitter: 1 }, 1, always)).toBe(0);
  expect(retryDelay({ max_retries: 1, delay: 10, jitter: 0 }, 1, always)).toBe(10_000);
});

test("attempts are made until one completes, each failure told before its wait", async () => {
  const outcomes = [failed("one"), failed("two"), COMPLETED];
  const { outcome, made, waits, retried } = await attempts(outcomes, { max_retries: 5 });
  expect(outcome.status).toBe("completed");
  expect(made).toEqual([1, 2, 3].map((attempt) => [attempt, false]));
  expect(waits).toEqual([1000, 2000]);
  expect(retried.map(({ failure }) => failure.message)).toEqual(["one", "two"]);
});

test("the last failure is the outcome when no retry is left", async () => {
  const outcomes = [failed("one"), failed("two")];
  const { outcome, made } = await attempts(outcomes, { max_retries: 1 });
  expect(outcome).toMatchObject({ status: "failed", failure: { message: "two" } });
  expect(made).toEqual([
    [1, false],
    [2, true],
  ]);
});

test("a step taken over from another runner counts on and has all its retries", async () => {
  const { made } = await attempts([failed("a"), failed("b")], { max_retries: 1 }, { first: 3 });
  expect(made).toEqual([
    [3, false],
    [4, true],
  ]);
});

test("a step that is cancelled while it waits is not tried again", async () => {
  const { outcome, made } = await attempts([failed("a")], { max_retries: 3 }, { cancelAfter: 1 });
  expect(outcome.status).toBe("cancelled");
  expect(made.length).toBe(1);
});

test("a cancelled attempt is the end of it", async () => {
  const cancelled: StepOutcome = { status: "cancelled", duration_ms: 1 };
  expect((await attempts([cancelled], { max_retries: 3 })).made.length).toBe(1);
});

test("the real clock's wait ends when the signal aborts, also before it began", async () => {
  const controller = new AbortController();
  const waiting = waitFor(3_600_000, controller.signal);
  controller.abort();
  await waiting;
  await waitFor(3_600_000, controller.signal);
});

test("a failed attempt is told in the log and in the metadata", async () => {
  const { retried } = await attempts([failed("no answer")], { max_retries: 1, delay: 1.5 });
  const [first] = retried;
  if (first === undefined) throw new Error("no attempt failed");
  expect(attemptLine({ ...first, step: "fetch" }, 5)).toEqual({
    step: "fetch",
    stream: "log",
    text: "[warn] attempt 1 failed: Error: no answer; the next one in 1.50 s",
    time: 5,
  });
  const facts = { attempt: 1, name: "Error", message: "no answer", location: "a.ts:1:2" };
  expect(attemptFacts(first)).toEqual({ ...facts, duration_ms: 7 });
  const metadata = { seen: 1, experiment: { id: "e1" } };
  expect(attemptFacts({ ...first, metadata })).toEqual({
    ...facts,
    duration_ms: 7,
    experiment: { id: "e1" },
  });
});
