// Executes a run and sees to its record where that is on a server: whether the steps reach it, what to do
// while it is away, and how a run that could not wait any longer is gone on with.
import type { RunSummary } from "../../runtime/engine/run-pipeline.js";
import type { RunListener } from "../../runtime/run-events.js";
import { checkServerReach } from "./check-server-reach.js";
import { executeRun } from "./execute-run.js";
import type { ExecuteRunParts } from "./execute-run.js";
import { explainStop, storeOfRun } from "./server-patience.js";

/** Errors: those of `executeRun`; `stack_invalid` where the steps do not reach the server. */
export async function recordRun(parts: ExecuteRunParts): Promise<RunSummary> {
  const { env = process.env } = parts;
  if (parts.store.server === undefined) return executeRun(parts);
  const say = (text: string): void =>
    parts.listener({
      type: "log",
      line: { step: "server", stream: "log", text, time: Date.now() },
    });
  await tellReach(parts, say);
  const store = storeOfRun(parts.store, { env, say });
  let run: string | undefined;
  const listener: RunListener = (event) => {
    if (event.type === "run_started") run = event.run.name;
    parts.listener(event);
  };
  try {
    return await executeRun({ ...parts, store, listener });
  } catch (error) {
    throw explainStop(error, run);
  }
}

async function tellReach(parts: ExecuteRunParts, say: (text: string) => void): Promise<void> {
  const { store, stack, repository, projectRoot } = parts;
  const place = { store, root: repository ?? projectRoot };
  const warning = await checkServerReach(await store.stacks.get(stack), place);
  if (warning !== undefined) say(warning);
}
