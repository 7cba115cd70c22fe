/**
 * Who asks while an answer is on its way gets the next one, which all share: it is as new as each of them
 * may expect, and the number of questions does not grow with theirs.
 */
export function askedTogether<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Result> | undefined;
  return () => {
    next ??= running.then(() => {
      const asked = ask();
      running = asked.catch(() => undefined);
      next = undefined;
      return asked;
    });
    return next;
  };
}
