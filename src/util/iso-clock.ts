/** Now in ISO 8601, UTC with milliseconds. The text of a millisecond is made once. */
export function isoClock(now: () => number = Date.now): () => string {
  let last = Number.NaN;
  let text = "";
  return () => {
    const time = now();
    if (time !== last) {
      last = time;
      text = new Date(time).toISOString();
    }
    return text;
  };
}
