/**
 * Whether a debugger can attach to this process. The inspector is asked only where something may have
 * opened it from outside: loading it costs a millisecond of every run.
 */
export function isDebuggerOpen(env: NodeJS.ProcessEnv = process.env): boolean {
  const mayBe = process.execArgv.length > 0 || env["NODE_OPTIONS"] !== undefined;
  return mayBe && process.getBuiltinModule("node:inspector").url() !== undefined;
}
