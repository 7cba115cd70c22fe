// What a worker does: loads the person's bundle, then executes the steps that come through its port.
import type { ExperimentTracker } from "../../stack/experiment-tracker.js";
import { openArtifactStore, openExperimentTracker } from "../../stack/open-component.js";
import { executeStep, runStepHook } from "../execution/execute-step.js";
import type { StepCode, StepSurroundings } from "../execution/execute-step.js";
import { StepGuard } from "../execution/step-guard.js";
import type { StepScope } from "../execution/step-scope.js";
import { ForeignProcesses } from "../foreign/foreign-processes.js";
import { importBundle, loadBundle } from "../loader/load-bundle.js";
import { whileLoading } from "../loader/loading.js";
import { captureOutput } from "../logs/capture-output.js";
import { describeError } from "../source-positions.js";
import type { StepOutcome, StepTask } from "../step-task.js";
import type { ToWorker, WorkerJob, WorkerPipeline } from "./protocol.js";
import type { StepPort } from "./step-port.js";
import { wireAgain } from "./wired-steps.js";
import type { WiredSteps } from "./wired-steps.js";

interface Loaded {
  readonly steps: WiredSteps;
  readonly surroundings: Omit<StepSurroundings, "signal">;
}

/** Ends by itself before the pool ends the whole worker. */
const SHARE_OF_GRACE = 0.8;

export function serveSteps(port: StepPort): void {
  process.setSourceMapsEnabled(true);
  captureOutput();
  const worker = new StepWorker(port);
  port.onMessage((message) => worker.receive(message));
}

class StepWorker {
  readonly #port: StepPort;
  readonly #guard: StepGuard;
  readonly #running = new Map<number, AbortController>();
  /** Cancelled while others of their message were executed. */
  readonly #cancelled = new Set<number>();
  #prepared: Promise<unknown> = Promise.resolve();
  #loaded: Promise<Loaded> | undefined;

  constructor(port: StepPort) {
    this.#port = port;
    this.#guard = new StepGuard({
      onUnknown: failOnly,
      onBusy: (isBusy) => port.hold(!isBusy),
    });
  }

  receive(message: ToWorker): void {
    if (message.type === "load") {
      this.#load(message);
    } else if (message.type === "prepare") {
      // What is wrong with it, loading it says.
      const reading = whileLoading(() => importBundle(message.bundleFile));
      this.#prepared = reading.catch(() => undefined);
    } else if (message.type === "cancel") {
      const controller = this.#running.get(message.id);
      if (controller === undefined) this.#cancelled.add(message.id);
      else controller.abort();
    } else if (this.#loaded !== undefined) {
      // What failed to load was said once, by `load_failed`.
      this.#loaded.then(
        async (ready) => {
          for (const job of message.jobs) await this.#execute(job, ready);
        },
        () => undefined,
      );
    }
  }

  #load({ pipeline, grace }: Extract<ToWorker, { type: "load" }>): void {
    const loaded = this.#prepared.then(() => load(pipeline, this.#port));
    this.#loaded = loaded.then(({ steps, surroundings }) => ({
      steps,
      surroundings: { ...surroundings, guard: this.#guard, grace: grace * SHARE_OF_GRACE },
    }));
    const { projectRoot } = pipeline;
    this.#loaded.then(
      () => this.#port.post({ type: "ready" }),
      (error: unknown) => {
        const { message } = describeError(error, { projectRoot });
        this.#port.post({ type: "load_failed", message });
      },
    );
  }

  async #execute(job: WorkerJob, { steps, surroundings }: Loaded): Promise<void> {
    const { id, task } = job;
    const controller = new AbortController();
    if (this.#cancelled.delete(id)) controller.abort();
    this.#running.set(id, controller);
    let isLeftBehind = false;
    const own: StepSurroundings = {
      ...surroundings,
      signal: controller.signal,
      onWaiting: this.#offerRoom,
      onDecided: (outcome) => this.#port.post({ type: "decided", id, outcome }),
      onLeftBehind: () => {
        isLeftBehind = true;
      },
    };
    if (task.timeout !== undefined) this.#port.post({ type: "begun", id });
    const outcome = await steps.codeOf(task.node).then(
      (code) => perform(job, code, own),
      (error: unknown) => notWired(error, task, own),
    );
    this.#running.delete(id);
    this.#port.post({ type: "outcome", id, outcome, isLeftBehind });
  }

  /** Two turns of the event loop: a step that computes before it waits does not let them pass. */
  readonly #offerRoom = (): (() => void) => {
    let next = setImmediate(() => {
      next = setImmediate(() => this.#port.post({ type: "free" }));
    });
    return () => clearImmediate(next);
  };
}

async function perform(
  { task, ended }: WorkerJob,
  code: StepCode,
  surroundings: StepSurroundings,
): Promise<StepOutcome> {
  if (ended === undefined) return executeStep(task, code, surroundings);
  await runStepHook(task, code, { outcome: ended, surroundings });
  return ended;
}

function notWired(error: unknown, task: StepTask, { projectRoot }: StepSurroundings): StepOutcome {
  const failure = describeError(error, { projectRoot });
  return { status: "failed", failure: { ...failure, step: task.step.name }, duration_ms: 0 };
}

async function load(pipeline: WorkerPipeline, port: StepPort): Promise<Loaded> {
  const { bundleFile, exportName, pipelineName } = pipeline;
  const [definition, artifactStore] = await Promise.all([
    whileLoading(() => loadBundle(bundleFile, { exportName, pipelineName })),
    openArtifactStore(pipeline.artifactStore),
  ]);
  const steps = await wireAgain(definition, pipeline);
  const { materializers } = steps;
  const { projectRoot } = pipeline;
  const processes = new ForeignProcesses();
  const log = port.print;
  const openTracker = trackerOf(pipeline);
  const surroundings = { materializers, artifactStore, log, projectRoot, processes, openTracker };
  return { steps, surroundings };
}

/** Opened when a step is the first to record something. */
function trackerOf({
  experimentTracker: component,
}: WorkerPipeline): (() => Promise<ExperimentTracker>) | undefined {
  if (component === undefined) return undefined;
  let opened: Promise<ExperimentTracker> | undefined;
  return () => (opened ??= openExperimentTracker(component));
}

/** With several under way nobody can tell whose it is: the worker ends, and each is executed alone. */
function failOnly(error: unknown, running: ReadonlySet<StepScope>): void {
  const [only, ...others] = running;
  if (only === undefined || others.length > 0) throw error;
  only.fail(error);
}
