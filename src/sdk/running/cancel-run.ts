import type { Change } from "../../domain/change.js";
import type { Run } from "../../domain/entities/run.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { isFinal } from "../../domain/status.js";
import type { ZenStore } from "../../store/zen-store.js";
import { shownStatus } from "./shown-status.js";

export interface Cancellation {
  readonly run: Run;
  /** `asked`: whoever executes it ends it within moments. `ended`: nobody did, and it is cancelled now. */
  readonly outcome: "asked" | "ended";
}

/**
 * Asks whoever executes a run to end it; ends it here when nobody does.
 * Errors: `not_found`; `conflict` when it has ended.
 */
export async function cancelRun(
  store: ZenStore,
  reference: string,
  now: () => string = () => new Date().toISOString(),
): Promise<Cancellation> {
  const run = await store.runs.get(reference);
  if (isFinal(run.status)) throw hasEnded(run);
  try {
    return shownStatus(run) === "running"
      ? await ask(store, run, now())
      : await end(store, run, now());
  } catch (error) {
    if (!isZenError(error, "conflict")) throw error;
    const current = await store.runs.find(run.id);
    // Taken up in between by somebody who can be asked.
    if (current === undefined || isFinal(current.status)) throw hasEnded(current ?? run);
    return ask(store, current, now());
  }
}

async function ask(store: ZenStore, run: Run, now: string): Promise<Cancellation> {
  const asked = await store.runs.update(
    run.id,
    { cancel_requested: now },
    { expect: { status: ["running"], runner_id: [run.runner_id] } },
  );
  return { run: asked, outcome: "asked" };
}

async function end(store: ZenStore, run: Run, now: string): Promise<Cancellation> {
  const set = { status: "cancelled", ended: now, updated: now } as const;
  const changes: Change[] = [
    {
      op: "update",
      resource: "run",
      id: run.id,
      set: { ...set, cancel_requested: now },
      expect: { status: [run.status], runner_id: [run.runner_id] },
    },
  ];
  const filters = [
    { field: "run_id", operator: "eq", value: run.id },
    { field: "status", operator: "in", value: ["running", "retrying"] },
  ] as const;
  for await (const { id, status, attempt } of store.steps.all({ filters, limit: 1000 })) {
    const expect = { status: [status], attempt: [attempt] };
    changes.push({ op: "update", resource: "step", id, set, expect });
  }
  await store.commit(changes);
  return { run: await store.runs.get(run.id), outcome: "ended" };
}

function hasEnded({ name, status }: Run): ZenError {
  return new ZenError("conflict", `Run '${name}' has ended already: it is ${status}.`, {
    hint: `zenml run describe ${name}`,
  });
}
