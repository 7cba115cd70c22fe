// How a step ends that did not come to its own end: the names that people meet in failures.

/** Its name is text, since those of classes are shortened when they are bundled. */
class StepError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export function timeoutError(step: string, seconds: number): Error {
  return new StepError("StepTimeout", tooLong(step, seconds));
}

/** Of a step that computed on, so that its worker had to be ended. */
export function deafError(step: string, seconds: number): Error {
  const message = `${tooLong(step, seconds)} It did not look at its signal and was ended.`;
  return new StepError("StepTimeout", message);
}

function tooLong(step: string, seconds: number): string {
  return `Step '${step}' took longer than its limit of ${seconds} s.`;
}

export function exitedError(code: unknown): Error {
  const shown = code === undefined || code === null ? "" : String(code);
  return new StepError(
    "StepExited",
    `It called process.exit(${shown}), which would end the run. Return from a step to end it, or throw.`,
  );
}

export function neverSettledError(): Error {
  return new StepError(
    "StepNeverSettled",
    "It waits for a promise that nothing can settle any more: no timer, file, connection or process is left that it could come from.",
  );
}
