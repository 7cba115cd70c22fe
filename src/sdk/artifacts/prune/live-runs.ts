import { isFinal } from "../../../domain/status.js";
import type { Run } from "../../../domain/entities/run.js";
import type { ZenStore } from "../../../store/zen-store.js";

const DAY = 24 * 60 * 60_000;
/** Clocks of machines differ. */
const GRACE = 60_000;

/** Runs that somebody executes now. What they may use is not in their records yet. */
export async function liveRuns(store: ZenStore, now: number): Promise<Run[]> {
  const live: Run[] = [];
  const filters = [
    { field: "status", operator: "in", value: ["pending", "running", "retrying"] },
  ] as const;
  for await (const { id } of store.runs.all({ filters, limit: 1000 })) {
    const run = await store.runs.find(id);
    if (run !== undefined && isLive(run, now)) live.push(run);
  }
  return live;
}

/** A run without a lease tells nothing about itself: after a day it counts as dead. */
function isLive({ status, lease_expires, started, created }: Run, now: number): boolean {
  if (isFinal(status)) return false;
  if (lease_expires !== null) return Date.parse(lease_expires) > now - GRACE;
  return Date.parse(started ?? created) > now - DAY;
}
