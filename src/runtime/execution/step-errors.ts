// How a step ends that did not come to its own end: the names that people meet in failures.

class StepError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** The step took longer than it may. */
export class StepTimeout extends StepError {}

/** The step called `process.exit()`. */
export class StepExited extends StepError {}

/** The step waits for what cannot come any more. */
export class StepNeverSettled extends StepError {}

export function timeoutError(step: string, seconds: number): StepTimeout {
  return new StepTimeout(`Step '${step}' took longer than its limit of ${seconds} s.`);
}

/** Of a step that computed on, so that its worker had to be ended. */
export function deafError(step: string, seconds: number): StepTimeout {
  const { message } = timeoutError(step, seconds);
  return new StepTimeout(`${message} It did not look at its signal and was ended.`);
}

export function exitedError(code: unknown): StepExited {
  const shown = code === undefined || code === null ? "" : String(code);
  return new StepExited(
    `It called process.exit(${shown}), which would end the run. Return from a step to end it, or throw.`,
  );
}

export function neverSettledError(): StepNeverSettled {
  return new StepNeverSettled(
    "It waits for a promise that nothing can settle any more: no timer, file, connection or process is left that it could come from.",
  );
}
