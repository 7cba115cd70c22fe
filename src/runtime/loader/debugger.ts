let isOpenedHere = false;

/** Opens a port for a debugger and does nothing more until one has attached. */
export function waitForDebugger(tell: (url: string) => void): void {
  const inspector = process.getBuiltinModule("node:inspector");
  inspector.open(0, "127.0.0.1");
  isOpenedHere = true;
  tell(inspector.url() ?? "an unknown address");
  inspector.waitForDebugger();
}

/**
 * Whether a debugger can attach to this process. The inspector is asked only where something may have
 * opened it from outside: loading it costs a millisecond of every run.
 */
export function isDebuggerOpen(env: NodeJS.ProcessEnv = process.env): boolean {
  if (isOpenedHere) return true;
  const mayBe = process.execArgv.length > 0 || env["NODE_OPTIONS"] !== undefined;
  return mayBe && process.getBuiltinModule("node:inspector").url() !== undefined;
}
