import { isRunning } from "./process-identity.js";
import type { ServerProcess } from "./server-record.js";

export interface StopOptions {
  /** Milliseconds that it is given to finish what it does. */
  readonly grace: number;
}

const LOOK_EVERY = 25;
/** Milliseconds for the system to take away what was killed. */
const KILL_PATIENCE = 5000;

/** `gently`: it went by itself. Only ever touches the process that was started. */
export async function stopProcess(
  target: ServerProcess,
  { grace }: StopOptions,
): Promise<"gone" | "gently" | "hard"> {
  if (!signal(target, "SIGTERM")) return "gone";
  if (await hasEnded(target, grace)) return "gently";
  signal(target, "SIGKILL");
  await hasEnded(target, KILL_PATIENCE);
  return "hard";
}

function signal(target: ServerProcess, name: NodeJS.Signals): boolean {
  if (!isRunning(target)) return false;
  try {
    return process.kill(target.pid, name);
  } catch {
    return false;
  }
}

async function hasEnded(target: ServerProcess, patience: number): Promise<boolean> {
  for (const end = performance.now() + patience; performance.now() < end;) {
    if (!isRunning(target)) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
  return !isRunning(target);
}
