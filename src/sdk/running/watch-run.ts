// Tells a run that another process executes, as that process tells it: from the record and the log.
import { setTimeout } from "node:timers/promises";
import type { Run } from "../../domain/entities/run.js";
import { ZenError } from "../../domain/errors.js";
import { isFinal } from "../../domain/status.js";
import { runLogFile } from "../../runtime/logs/run-log.js";
import type { RunListener } from "../../runtime/run-events.js";
import type { LogLine } from "../../runtime/step-task.js";
import type { ZenStore } from "../../store/zen-store.js";
import { LogFollower } from "./follow-log.js";
import { shownStatus } from "./shown-status.js";
import type { ShownStatus } from "./shown-status.js";
import { StepChanges } from "./step-changes.js";

export interface WatchOptions {
  readonly store: ZenStore;
  /** Folder of this machine for logs. */
  readonly localFolder: string;
  readonly listener: RunListener;
  /** Ends the watching, not the run. */
  readonly signal: AbortSignal;
}

export interface Watched {
  readonly run: Run;
  /** How it ended, or `interrupted`; `running` when the watching was ended before. */
  readonly status: ShownStatus;
}

const PAUSE_MS = 300;
/** Reading a large run takes a while: looking is never more than this share of the time. */
const SHARE = 0.2;

/** Resolves when the run has ended or was interrupted. Errors: `not_found`, also when it is deleted. */
export async function watchRun(reference: string, options: WatchOptions): Promise<Watched> {
  const { store, localFolder, listener, signal } = options;
  let run = await store.runs.get(reference);
  const log = new LogFollower(runLogFile(localFolder, run.id));
  const changes = new StepChanges(store, run);
  tellStart(run, listener);
  try {
    for (;;) {
      const begin = performance.now();
      // Before its steps: what ended before the run did is seen in any case.
      run = await reread(store, run);
      for await (const line of log.next()) listener({ type: "log", line });
      for (const event of await changes.next()) listener(event);
      const status = shownStatus(run);
      if (isFinal(run.status)) tellEnd(run, changes, listener);
      if (isFinal(run.status) || status === "interrupted" || signal.aborted) return { run, status };
      const pause = Math.max(PAUSE_MS, (performance.now() - begin) / SHARE);
      await setTimeout(pause, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await log.close();
  }
}

export interface FollowOptions extends Omit<WatchOptions, "listener"> {
  readonly listener: (line: LogLine) => void;
}

/** The lines of a run until it has ended. Errors: `not_found` when it is deleted. */
export async function followLog(first: Run, options: FollowOptions): Promise<Watched> {
  const { store, localFolder, listener, signal } = options;
  const log = new LogFollower(runLogFile(localFolder, first.id));
  try {
    for (let run = first; ;) {
      run = await reread(store, run);
      for await (const line of log.next()) listener(line);
      const status = shownStatus(run);
      if (isFinal(run.status) || status === "interrupted" || signal.aborted) return { run, status };
      await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await log.close();
  }
}

async function reread(store: ZenStore, before: Run): Promise<Run> {
  const run = await store.runs.find(before.id);
  if (run !== undefined) return run;
  throw new ZenError("not_found", `Run '${before.name}' was deleted while it was watched.`, {
    hint: "zenml run list",
  });
}

function tellStart(run: Run, listener: RunListener): void {
  listener({
    type: "run_started",
    run: { id: run.id, name: run.name },
    graph: run.graph,
    stack: run.stack_name,
    enable_cache: run.graph.enable_cache,
    pipeline: null,
    isWatched: true,
  });
}

function tellEnd(run: Run, { counts }: StepChanges, listener: RunListener): void {
  const { id, name, status, failure, started, ended } = run;
  const took = Date.parse(ended ?? "") - Date.parse(started ?? "");
  const duration_ms = Number.isNaN(took) ? 0 : Math.max(0, took);
  listener({ type: "run_ended", run: { id, name }, status, duration_ms, counts, failure });
}
