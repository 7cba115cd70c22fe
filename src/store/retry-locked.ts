export interface RetryOptions {
  readonly isLocked: (error: unknown) => boolean;
  /** Milliseconds after which the last error is thrown. */
  readonly patience: number;
}

/** Long enough for any honest writer, short enough for a person to wait. */
export const PATIENCE = 10_000;

const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 5;

/** Tries again, ever slower, while another process holds the lock. Nothing waits but this call. */
export async function retryLocked<Result>(
  work: () => Result,
  { isLocked, patience }: RetryOptions,
): Promise<Result> {
  const end = performance.now() + patience;
  for (let wait = FIRST_PAUSE; ; wait = Math.min(wait * 1.5, LONGEST_PAUSE)) {
    try {
      return work();
    } catch (error) {
      if (!isLocked(error) || performance.now() > end) throw error;
    }
    // Several that wait in step would meet each other each time.
    const pause = wait * (0.5 + Math.random());
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
