import { setMaxListeners } from "node:events";
import type { RunEvent } from "../../runtime/run-events.js";
import { endLine } from "../../sdk/progress/run-lines.js";
import { watchRun } from "../../sdk/running/watch-run.js";
import type { Watched } from "../../sdk/running/watch-run.js";
import type { Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";
import type { watchSpec } from "./specs.js";
import { exitCodeOf, openProgress } from "./tell-run.js";

export const handler: Handler<typeof watchSpec> = async (args, _flags, context) => {
  const { store, localFolder } = await context.openSession();
  const { output } = context;
  const interrupt = onInterrupt(() => undefined);
  setMaxListeners(0, interrupt.signal);
  const progress = openProgress(context);
  let last = "";
  const listener = (event: RunEvent) => {
    if (output.format !== "table") output.line(JSON.stringify(event));
    else progress.listener(event);
    if (event.type === "run_ended") last = endLine(event);
  };
  try {
    const watched = await watchRun(args.run, {
      store,
      localFolder,
      listener,
      signal: interrupt.signal,
    });
    progress.close();
    if (last !== "" && output.format === "table") output.line(last);
    return conclude(watched, interrupt.signal, context);
  } finally {
    interrupt.close();
    progress.close();
  }
};

function conclude({ run, status }: Watched, { aborted }: AbortSignal, context: Context): number {
  if (status === "interrupted") {
    context.output.warn(
      `Run '${run.name}' is interrupted: the process that executed it is gone. Go on with it: zenml run resume ${run.name}`,
    );
  }
  // It goes on, unseen.
  return aborted && status === "running" ? INTERRUPTED : exitCodeOf(status);
}
