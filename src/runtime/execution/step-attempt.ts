import type { StepOutput } from "../logs/capture-output.js";
import type { StepScope, Stream } from "./step-scope.js";

/** One attempt under way: its lines go to its output, and it may end otherwise than by its promise. */
export class StepAttempt implements StepScope {
  readonly #output: StepOutput;
  #failed: { readonly error: unknown } | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #isSettled = true;

  constructor(output: StepOutput) {
    this.#output = output;
  }

  /** Whether what it began goes on though the attempt is over. */
  get isLeftBehind(): boolean {
    return !this.#isSettled;
  }

  print(stream: Stream, text: string): void {
    this.#output.write(stream, text);
  }

  fail(error: unknown): void {
    this.#failed ??= { error };
    this.#reject?.(error);
  }

  /** Throws what it was failed with, also when the code caught that. */
  throwIfFailed(): void {
    if (this.#failed !== undefined) throw this.#failed.error;
  }

  /** What the work resolves to, unless it is failed, or does not end within the grace after its signal. */
  settle<Result>(work: Promise<Result>, signal: AbortSignal, grace: number): Promise<Result> {
    this.#isSettled = false;
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const endSoon = (): void => {
        timer = setTimeout(() => reject(signal.reason), grace);
      };
      const finish = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", endSoon);
      };
      this.#reject = (error) => {
        finish();
        reject(error);
      };
      signal.addEventListener("abort", endSoon, { once: true });
      const settled = (): void => {
        this.#isSettled = true;
        finish();
      };
      work.then(
        (result) => {
          settled();
          resolve(result);
        },
        (error: unknown) => {
          settled();
          reject(error);
        },
      );
    });
  }
}
