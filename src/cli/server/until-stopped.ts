/** Resolves at the first Ctrl-C or request to end; the second one ends at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (signal: NodeJS.Signals) => {
      if (asked) process.exit(signal === "SIGINT" ? 130 : 143);
      asked = true;
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    // A server outlives the terminal that it was started in.
    process.on("SIGHUP", () => undefined);
  });
}
