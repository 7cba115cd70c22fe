import { setTimeout } from "node:timers/promises";
import type { LoopClock } from "./schedule-loop.js";

/** The clock of this machine. */
export const systemClock: LoopClock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  },
};
