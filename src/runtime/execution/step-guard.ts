// Watches over the steps of one process or thread: what they do outside of their promise (an error that
// nobody handles, `process.exit()`, waiting for nothing) ends the step that did it, and no other.
import { exitedError, neverSettledError } from "./step-errors.js";
import { currentScope } from "./step-scope.js";
import type { StepScope } from "./step-scope.js";

export interface StepGuardOptions {
  /** What an error means that cannot be told to come from a step. */
  readonly onUnknown: (error: unknown, running: ReadonlySet<StepScope>) => void;
  /** Told when the first step begins and when the last one ends. */
  readonly onBusy?: ((isBusy: boolean) => void) | undefined;
}

export class StepGuard {
  readonly #options: StepGuardOptions;
  readonly #running = new Set<StepScope>();
  readonly #exit = process.exit;

  constructor(options: StepGuardOptions) {
    this.#options = options;
    process.exit = this.#refuseExit;
    process.on("beforeExit", this.#stuck);
  }

  enter(scope: StepScope): void {
    if (this.#running.size === 0) this.#watch();
    this.#running.add(scope);
  }

  leave(scope: StepScope): void {
    this.#running.delete(scope);
    if (this.#running.size === 0) this.#rest();
  }

  close(): void {
    this.#rest();
    process.off("beforeExit", this.#stuck);
    if (process.exit === this.#refuseExit) process.exit = this.#exit;
  }

  #watch(): void {
    process.on("uncaughtException", this.#stray);
    this.#options.onBusy?.(true);
  }

  #rest(): void {
    process.off("uncaughtException", this.#stray);
    this.#options.onBusy?.(false);
  }

  readonly #stray = (error: unknown): void => {
    const scope = currentScope();
    if (scope !== undefined) scope.fail(error);
    else this.#options.onUnknown(error, this.#running);
  };

  /** Nothing is left that could wake any of them. */
  readonly #stuck = (): void => {
    for (const scope of this.#running) scope.fail(neverSettledError());
  };

  readonly #refuseExit = (code?: number | string | null): never => {
    const scope = currentScope();
    if (scope === undefined) return this.#exit.call(process, code);
    const error = exitedError(code);
    scope.fail(error);
    throw error;
  };
}
