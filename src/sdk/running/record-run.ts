// Executes a run and sees to its record where that is on a server: whether the steps reach it, what to do
// while it is away, where its log is kept, and how a run that could not wait any longer is gone on with.
import type { RunSummary } from "../../runtime/engine/run-pipeline.js";
import { runLogFile } from "../../runtime/logs/run-log.js";
import type { RunEvent, RunListener } from "../../runtime/run-events.js";
import { openArtifactStore } from "../../stack/open-component.js";
import { checkServerReach } from "./check-server-reach.js";
import { executeRun } from "./execute-run.js";
import type { ExecuteRunParts } from "./execute-run.js";
import { keepLog } from "./kept-log.js";
import { readyStack } from "./ready-stack.js";
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
  let run: StartedRun | undefined;
  const listener: RunListener = (event) => {
    if (event.type === "run_started") run = event.run;
    parts.listener(event);
  };
  try {
    return await executeRun({ ...parts, store, listener });
  } catch (error) {
    throw explainStop(error, run?.name);
  } finally {
    if (run !== undefined) await keep(run, { ...parts, store, env }, say);
  }
}

type StartedRun = Extract<RunEvent, { type: "run_started" }>["run"];

/** A log that cannot be kept fails no run. */
async function keep(
  run: StartedRun,
  parts: ExecuteRunParts & { readonly env: NodeJS.ProcessEnv },
  say: (text: string) => void,
): Promise<void> {
  const { store, stack, localFolder, env, repository: root = parts.projectRoot } = parts;
  const { graph } = parts.pipeline;
  try {
    await keepLog({
      store,
      run,
      file: runLogFile(localFolder, run.id),
      openStore: async () => {
        const ready = await readyStack({ store, stack, localFolder, root, graph, env });
        const { id } = ready.artifactStore.context;
        return { id, store: await openArtifactStore(ready.artifactStore) };
      },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`The log of the run is on this machine alone: ${why}`);
  }
}

async function tellReach(parts: ExecuteRunParts, say: (text: string) => void): Promise<void> {
  const { store, stack, repository, projectRoot } = parts;
  const place = { store, root: repository ?? projectRoot };
  const warning = await checkServerReach(await store.stacks.get(stack), place);
  if (warning !== undefined) say(warning);
}
