// Ctrl-C: the first tells the steps and ends the run as cancelled, the second ends at once.

export const INTERRUPTED = 130;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Stops listening. */
  close(): void;
}

/** Listens until closed. `tell` is called at the first one. */
export function onInterrupt(tell: () => void): Interrupt {
  const controller = new AbortController();
  const listen = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    tell();
    controller.abort();
  };
  process.on("SIGINT", listen);
  process.on("SIGTERM", listen);
  return {
    signal: controller.signal,
    close: () => {
      process.off("SIGINT", listen);
      process.off("SIGTERM", listen);
    },
  };
}
