// Tells how a run goes while it is executed here, and answers with how it ended: for `zenml run FILE` and
// for runs that go on.
import type { RunSummary } from "../../runtime/engine/run-pipeline.js";
import type { RunListener } from "../../runtime/run-events.js";
import { plainProgress } from "../../sdk/progress/plain-progress.js";
import { endLine } from "../../sdk/progress/run-lines.js";
import type { ShownStatus } from "../../sdk/running/shown-status.js";
import { storeOfRun } from "../../sdk/running/server-patience.js";
import type { Run } from "../../domain/entities/run.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Context } from "../framework/context.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";
import { liveProgress } from "./live-progress.js";

export interface RunReader {
  readonly openSession: () => Promise<{ readonly store: ZenStore }>;
  readonly io: Pick<Context["io"], "env">;
  readonly output: Pick<Context["output"], "notice">;
}

export interface Told {
  readonly listener: RunListener;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Resolves to the exit code. */
export async function tellRun(
  context: Context,
  execute: (told: Told) => Promise<RunSummary>,
): Promise<number> {
  const { output } = context;
  const interrupt = onInterrupt(() =>
    output.notice("Cancelling: steps are told to end. Ctrl-C again ends at once."),
  );
  const progress = openProgress(context);
  let last = "";
  try {
    const summary = await execute({
      listener: (event) => {
        progress.listener(event);
        if (event.type === "run_ended") last = endLine(event);
      },
      signal: interrupt.signal,
    });
    progress.close();
    await output.answer(last, await endedRun(context, summary.id));
    return exitCodeOf(summary.status);
  } finally {
    interrupt.close();
    progress.close();
  }
}

/** The run was recorded by whoever waits for a server that is away, and is read in the same way. */
export async function endedRun({ openSession, io, output }: RunReader, id: string): Promise<Run> {
  const { store } = await openSession();
  const say = (text: string) => output.notice(text);
  return storeOfRun(store, { env: io.env, say }).runs.get(id);
}

export function exitCodeOf(status: ShownStatus): number {
  if (status === "completed") return 0;
  return status === "cancelled" ? INTERRUPTED : 1;
}

export interface Progress {
  readonly listener: RunListener;
  close(): void;
}

/** Redrawn on a terminal, line by line elsewhere, nothing with --quiet. */
export function openProgress({ io, output }: Context): Progress {
  const { stderr } = io;
  const paint = output.paintFor(stderr);
  if (output.isQuiet) return { listener: () => undefined, close: () => undefined };
  if (stderr.isTTY === true && io.env["TERM"] !== "dumb" && !output.isVerbose) {
    return liveProgress(terminalOf(io), paint);
  }
  const write = (line: string) => void stderr.write(`${line}\n`);
  return {
    listener: plainProgress({ write, paint, verbose: output.isVerbose }),
    close: () => undefined,
  };
}

function terminalOf({ stderr }: Context["io"]) {
  return {
    write: (text: string) => void stderr.write(text),
    get columns() {
      return stderr.columns ?? 80;
    },
    get rows() {
      return stderr.rows ?? 24;
    },
  };
}
