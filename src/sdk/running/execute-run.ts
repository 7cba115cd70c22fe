// Brings together what a run needs: a compiled pipeline, an opened stack, an executor, a log. Used by
// `pipeline.run()` and by `zenml run` alike.
import { randomUUID } from "node:crypto";
import { availableParallelism, totalmem } from "node:os";
import type { CodeIndex } from "../../runtime/code-index.js";
import { declaredHashes } from "../../runtime/declared/declared-hashes.js";
import { FileHashes } from "../../runtime/declared/file-hashes.js";
import type { CompiledPipeline } from "../../runtime/compiled-pipeline.js";
import { runPipeline } from "../../runtime/engine/run-pipeline.js";
import type { RunParts, RunSummary } from "../../runtime/engine/run-pipeline.js";
import { withExternalCode } from "../../runtime/foreign/external-code.js";
import { runPipelineHooks } from "../../runtime/hooks/pipeline-hooks.js";
import { reservingExecutor } from "../../runtime/execution/reserving-executor.js";
import { attemptLine } from "../../runtime/engine/retry-policy.js";
import { parseLogLine } from "../../runtime/logs/log-format.js";
import { RunLog, runLogFile } from "../../runtime/logs/run-log.js";
import type { RunEvent, RunListener } from "../../runtime/run-events.js";
import type { LogLine } from "../../runtime/step-task.js";
import type { DescribedStack } from "../../stack/describe-stack.js";
import { openArtifactStore, openOrchestrator } from "../../stack/open-component.js";
import type { ZenStore } from "../../store/zen-store.js";
import { isoClock } from "../../util/iso-clock.js";
import { VERSION } from "../../util/version.js";
import { openExecutor } from "./open-executor.js";
import type { WorkerSource } from "./open-executor.js";
import { readyStack } from "./ready-stack.js";
import { runEnvironment } from "./run-environment.js";
import { stepsHere } from "./steps-here.js";
import { thisProcess } from "./this-process.js";
import type { WarmWorkers } from "./warm-workers.js";

export interface ExecuteRunParts {
  readonly store: ZenStore;
  /** Name, id or id prefix of the stack. */
  readonly stack: string;
  /** Folder of this machine for logs and local bytes. */
  readonly localFolder: string;
  readonly projectRoot: string;
  /** Root of the active repository, which sources of flavors are relative to; default: the project's. */
  readonly repository?: string | undefined;
  readonly pipeline: CompiledPipeline;
  readonly code: CodeIndex;
  /** Absent: every step is executed in this process. */
  readonly workers?: WorkerSource | undefined;
  /** Threads that may have been warmed while the pipeline was loaded. */
  readonly warm?: WarmWorkers | undefined;
  readonly listener: RunListener;
  readonly signal: AbortSignal;
  readonly unlisted: boolean;
  /** How the run begins, and what it notes for being resumed. */
  readonly opening?: RunOpening | undefined;
  /** Where the key of secrets may stand; default: the process's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** As `runPipeline` of the engine takes it. */
export type RunOpening = Pick<
  RunParts,
  "origin" | "params" | "resumes" | "repeats" | "schedule_id"
>;

/** Errors: `stack_invalid`, `not_found`, `entity_exists`; a failed step is told in the summary. */
export async function executeRun(parts: ExecuteRunParts): Promise<RunSummary> {
  const stack = await findStack(parts);
  const [artifactStore, orchestrator] = await Promise.all([
    openArtifactStore(stack.artifactStore),
    openOrchestrator(stack.orchestrator),
  ]);
  const logged = new LoggedListener(parts);
  const code = await withExternalCode(parts.code, parts.pipeline.steps.values(), {
    projectRoot: parts.projectRoot,
    env: process.env,
    log: (step, text) => logged.log({ step, stream: "log", text, time: Date.now() }),
    signal: parts.signal,
  });
  const { env = process.env } = parts;
  const known = new FileHashes();
  const { log, logWritten } = logged;
  const opened = await openExecutor({ ...parts, artifactStore, stack, log, logWritten });
  const machine = { cpu_count: availableParallelism(), memory: totalmem() };
  const executor = reservingExecutor(opened, stepsHere(parts.pipeline.graph, stack), machine);
  try {
    const summary = await runPipeline(parts.pipeline, {
      store: parts.store,
      stack: { id: stack.id, name: stack.name },
      orchestrator,
      artifactStore,
      artifactStoreId: stack.artifactStore.context.id,
      executor,
      code,
      source: { newId: randomUUID, now: isoClock() },
      environment: runEnvironment(VERSION),
      runner: thisProcess(),
      ...parts.opening,
      listener: logged.listener,
      signal: parts.signal,
      unlisted: parts.unlisted,
      on_failure: parts.pipeline.graph.failure_policy ?? "continue",
      declared: (settings) => declaredHashes(settings, { root: parts.projectRoot, env, known }),
      // Threads take some milliseconds to end.
      onExecuted: async () => parts.warm?.close(),
    });
    const { id, name } = summary;
    await runPipelineHooks(
      parts.pipeline.definition,
      { ...summary, run: { id, name } },
      { ...parts, log },
    );
    return summary;
  } finally {
    await Promise.all([executor.close(), logged.close()]);
  }
}

function findStack(parts: ExecuteRunParts): Promise<DescribedStack> {
  const { store, stack, localFolder, projectRoot, repository, env = process.env } = parts;
  const root = repository ?? projectRoot;
  return readyStack({ store, stack, localFolder, root, graph: parts.pipeline.graph, env });
}

/** Only who looks at a line has it read. */
function logEvent(written: string): RunEvent {
  let read: LogLine | undefined;
  return {
    type: "log",
    get line() {
      return (read ??= parseLogLine(written) ?? unread(written));
    },
  };
}

/** Something else than a line was written where lines are expected. */
function unread(text: string): LogLine {
  return { step: "", stream: "log", text, time: Date.now() };
}

/** Where the log of each run is kept while it runs, and told on to who watches. */
class LoggedListener {
  readonly #parts: ExecuteRunParts;
  #log: RunLog | undefined;

  constructor(parts: ExecuteRunParts) {
    this.#parts = parts;
  }

  readonly listener: RunListener = (event) => {
    if (event.type === "run_started") {
      this.#log = new RunLog(runLogFile(this.#parts.localFolder, event.run.id));
    }
    // Who watches is told by the event itself.
    if (event.type === "step_retrying") this.#log?.append(attemptLine(event, Date.now()));
    this.#parts.listener(event);
  };

  readonly log = (line: LogLine): void => {
    this.#log?.append(line);
    this.#parts.listener({ type: "log", line });
  };

  readonly logWritten = (lines: string): void => {
    this.#log?.appendWritten(lines);
    for (const written of lines.split("\n")) {
      if (written !== "") this.#parts.listener(logEvent(written));
    }
  };

  async close(): Promise<void> {
    await this.#log?.close();
  }
}
