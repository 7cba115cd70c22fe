// Where the steps of a run are executed: in this process, in threads, in processes of their own.
import { availableParallelism } from "node:os";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { ZenError } from "../../domain/errors.js";
import type { CompileOptions } from "../../runtime/compile.js";
import type { CompiledPipeline } from "../../runtime/compiled-pipeline.js";
import type { StepExecutor } from "../../runtime/execution/executor.js";
import { inProcessExecutor } from "../../runtime/execution/in-process-executor.js";
import { MixedExecutor } from "../../runtime/execution/mixed-executor.js";
import { memoryLimit } from "../../runtime/execution/reserving-executor.js";
import { StepDurations } from "../../runtime/execution/step-durations.js";
import { operatedExecutor } from "../../runtime/launch/operated-executor.js";
import { startProcess } from "../../runtime/process/start-process.js";
import type { LogLine, StepTask } from "../../runtime/step-task.js";
import type { WorkerPipeline } from "../../runtime/worker/protocol.js";
import { WorkerPool } from "../../runtime/worker/worker-pool.js";
import { trackedExecutor } from "../../runtime/tracking/tracked-executor.js";
import type { DescribedStack } from "../../stack/describe-stack.js";
import type { ExperimentTracker } from "../../stack/experiment-tracker.js";
import { openExperimentTracker, openStepOperator } from "../../stack/open-component.js";
import { graphWidth } from "./graph-width.js";
import { packageFiles } from "./package-files.js";
import { warmWorkers } from "./warm-workers.js";
import type { WarmWorkers } from "./warm-workers.js";

/** What a worker needs to trace the same pipeline again. */
export interface WorkerSource {
  readonly bundleFile: string;
  /** Absent: the export that has the name of the pipeline. */
  readonly exportName?: string | undefined;
  readonly compile: CompileOptions;
  /** Only for steps that ask for it: all others are executed in this process. Default: for all. */
  readonly isOnRequest?: boolean | undefined;
}

export interface ExecutorParts {
  readonly pipeline: CompiledPipeline;
  readonly projectRoot: string;
  /** Absent: every step is executed in this process. */
  readonly workers?: WorkerSource | undefined;
  /** Threads that may have been warmed while the pipeline was loaded. */
  readonly warm?: WarmWorkers | undefined;
  readonly artifactStore: ArtifactStore;
  /** As workers open its components again. */
  readonly stack: Pick<DescribedStack, "artifactStore" | "stepOperator" | "experimentTracker">;
  readonly log: (line: LogLine) => void;
  /** Gets whole lines as they stand in a log. */
  readonly logWritten: (lines: string) => void;
}

/** Errors: `pipeline_invalid` when workers that steps ask for cannot load the pipeline. */
export async function openExecutor(parts: ExecutorParts): Promise<StepExecutor> {
  const { pipeline, projectRoot, stack, log } = parts;
  const { experimentTracker: component } = stack;
  const tracker = component === undefined ? undefined : await openExperimentTracker(component);
  const executor = await openPlaces(parts, tracker);
  if (component === undefined || tracker === undefined) return executor;
  return trackedExecutor({
    ...{ executor, tracker, projectRoot },
    steps: pipeline.graph.steps,
    flavor: component.flavor,
    warn: (step, message) =>
      log({ step, stream: "log", text: `[warn] ${message}`, time: Date.now() }),
  });
}

async function openPlaces(
  parts: ExecutorParts,
  tracker: ExperimentTracker | undefined,
): Promise<StepExecutor> {
  const { workers } = parts;
  if (workers === undefined) return openHere(parts, tracker);
  const durations =
    workers.isOnRequest === true ? undefined : StepDurations.read(workers.bundleFile);
  const pools = new Pools(parts, workers, durations);
  if (workers.isOnRequest === true) await pools.checkRequested();
  durations?.measureBy((counts) => graphWidth(parts.pipeline.graph, counts));
  const executor = new MixedExecutor({
    here: () => openHere(parts, tracker),
    elsewhere: () => {
      const pool = pools.threads();
      pool.expectLong(durations?.threads ?? 1);
      return pool;
    },
    apart: pools.processes,
    isLimited: ({ node }) => pools.limited.has(node),
    durations,
  });
  return pools.operated(executor);
}

function openHere(
  { pipeline, artifactStore, log, projectRoot }: ExecutorParts,
  tracker: ExperimentTracker | undefined,
): StepExecutor {
  const { materializers } = pipeline;
  const openTracker = tracker === undefined ? undefined : async () => tracker;
  const surroundings = { materializers, artifactStore, log, projectRoot, openTracker };
  return inProcessExecutor(pipeline, surroundings);
}

/**
 * Functions that may take so much memory and no more: only of a process can be told what it takes. Not those
 * that ask for the calling process, in which all others of a script are executed too.
 */
function limitedSteps({ graph, steps }: CompiledPipeline, { isOnRequest }: WorkerSource) {
  const limited = graph.steps.filter(
    ({ name, settings, isolation, step_operator }) =>
      (isolation === "thread" || (isolation === undefined && isOnRequest !== true)) &&
      step_operator === undefined &&
      steps.get(name)?.external === undefined &&
      memoryLimit(settings) !== undefined,
  );
  return new Set(limited.map(({ name }) => name));
}

class Pools {
  /** By their names in the graph. */
  readonly limited: ReadonlySet<string>;
  readonly #parts: ExecutorParts;
  readonly #workers: WorkerSource;
  readonly #durations: StepDurations | undefined;
  readonly #opened = new Map<"thread" | "process", WorkerPool>();

  constructor(parts: ExecutorParts, workers: WorkerSource, durations?: StepDurations) {
    this.#parts = parts;
    this.#workers = workers;
    this.#durations = durations;
    this.limited = limitedSteps(parts.pipeline, workers);
    // Sure to be needed: it may get ready while the run is prepared.
    if (this.#asks("process")) this.processes().warm(1);
  }

  readonly threads = (): WorkerPool =>
    this.#open("thread", () => {
      const { warm = warmWorkers(), logWritten: log } = this.#parts;
      const usual = (task: StepTask) => this.#durations?.usual(task);
      return warm.use(this.#most, { log, hasFailureHook: this.#hasFailureHook, usual });
    });

  readonly processes = (): WorkerPool =>
    this.#open("process", () => {
      const start = startProcess(packageFiles().worker);
      const { logWritten: log } = this.#parts;
      const hasFailureHook = this.#hasFailureHook;
      // One step at a time: so it is known whose crash it was.
      return new WorkerPool({ start, size: this.#most, depth: 1, log, hasFailureHook });
    });

  /** With the steps that name a step operator executed by it. */
  async operated(executor: StepExecutor): Promise<StepExecutor> {
    const { stack, pipeline, logWritten: log } = this.#parts;
    const { stepOperator: component } = stack;
    if (component === undefined) return executor;
    return operatedExecutor({
      ...{ executor, log },
      steps: pipeline.graph.steps,
      operator: await openStepOperator(component),
      flavor: component.flavor,
      entry: packageFiles().worker,
      pipeline: this.#pipeline,
      hasFailureHook: this.#hasFailureHook,
    });
  }

  /** Before the run rather than in the midst of it. */
  async checkRequested(): Promise<void> {
    const asked = [
      ...(this.#asks("thread") ? [this.threads()] : []),
      ...(this.#asks("process") ? [this.processes()] : []),
    ];
    try {
      for (const pool of asked) await pool.whenReady();
    } catch (error) {
      await Promise.all(asked.map((pool) => pool.close()));
      throw cannotLoad(this.#parts.pipeline, error);
    }
  }

  #open(kind: "thread" | "process", make: () => WorkerPool): WorkerPool {
    const known = this.#opened.get(kind);
    if (known !== undefined) return known;
    const pool = make();
    pool.load(this.#pipeline);
    this.#opened.set(kind, pool);
    return pool;
  }

  get #pipeline(): WorkerPipeline {
    const { pipeline, projectRoot, stack } = this.#parts;
    const { bundleFile, exportName, compile } = this.#workers;
    return {
      bundleFile,
      exportName,
      pipelineName: pipeline.definition.name,
      params: { ...pipeline.definition.defaults, ...compile.params },
      config: compile.config ?? {},
      artifactStore: stack.artifactStore,
      experimentTracker: stack.experimentTracker,
      projectRoot,
    };
  }

  get #most(): number {
    return Math.min(availableParallelism(), graphWidth(this.#parts.pipeline.graph));
  }

  #asks(isolation: "thread" | "process"): boolean {
    return this.#parts.pipeline.graph.steps.some(
      (step) => (this.limited.has(step.name) ? "process" : step.isolation) === isolation,
    );
  }

  readonly #hasFailureHook = ({ node }: StepTask): boolean =>
    this.#parts.pipeline.steps.get(node)?.configuration.on_failure !== undefined;
}

function cannotLoad({ graph }: CompiledPipeline, cause: unknown): ZenError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ZenError(
    "pipeline_invalid",
    `Steps of pipeline '${graph.name}' ask for a thread or process of their own, where its file could not be loaded: ${reason}`,
    {
      hint: "Let a file export the pipeline and do nothing else, and import it where it is run.",
      cause,
    },
  );
}
