// Entry point of a worker thread: loads the person's bundle, then executes the steps it is sent.
import { parentPort } from "node:worker_threads";
import { openArtifactStore } from "../../stack/open-component.js";
import { executeStep } from "../execution/execute-step.js";
import type { StepSurroundings } from "../execution/execute-step.js";
import { ForeignProcesses } from "../foreign/foreign-processes.js";
import { loadBundle } from "../loader/load-bundle.js";
import { captureOutput } from "../logs/capture-output.js";
import { describeError } from "../source-positions.js";
import type { LogLine, StepOutcome, StepTask } from "../step-task.js";
import { LogBatch } from "./log-batch.js";
import type { FromWorker, ToWorker, WorkerPipeline } from "./protocol.js";
import { wireAgain } from "./wired-steps.js";
import type { WiredSteps } from "./wired-steps.js";

interface Loaded {
  readonly steps: WiredSteps;
  readonly surroundings: Omit<StepSurroundings, "signal">;
}

function main(port: NonNullable<typeof parentPort>): void {
  const say = (message: FromWorker) => port.postMessage(message);
  const logs = new LogBatch((lines) => say({ type: "log", lines }));
  const running = new Map<number, AbortController>();
  /** Cancelled while others of their message were executed. */
  const cancelled = new Set<number>();
  let loaded: Promise<Loaded> | undefined;
  process.setSourceMapsEnabled(true);
  captureOutput();
  port.on("message", (message: ToWorker) => {
    if (message.type === "load") {
      loaded = load(message.pipeline, (line) => logs.add(line));
      loaded.then(
        () => say({ type: "ready" }),
        (error: unknown) => say({ type: "load_failed", message: describe(error, message) }),
      );
    } else if (message.type === "cancel") {
      const controller = running.get(message.id);
      if (controller === undefined) cancelled.add(message.id);
      else controller.abort();
    } else if (loaded !== undefined) {
      // What failed to load was said once, by `load_failed`.
      loaded.then(
        async (ready) => {
          for (const { id, task } of message.jobs) await execute(id, task, ready);
        },
        () => undefined,
      );
    }
  });

  /** Two turns of the event loop: a step that computes before it waits does not let them pass. */
  function offerRoom(): () => void {
    let next = setImmediate(() => {
      next = setImmediate(() => say({ type: "free" }));
    });
    return () => clearImmediate(next);
  }

  async function execute(id: number, task: StepTask, ready: Loaded): Promise<void> {
    const controller = new AbortController();
    if (cancelled.delete(id)) controller.abort();
    running.set(id, controller);
    const surroundings = {
      ...ready.surroundings,
      signal: controller.signal,
      onWaiting: offerRoom,
    };
    const outcome = await ready.steps.codeOf(task.node).then(
      (code) => executeStep(task, code, surroundings),
      (error: unknown) => notWired(error, task, surroundings),
    );
    running.delete(id);
    logs.flush();
    say({ type: "outcome", id, outcome });
  }
}

function notWired(error: unknown, task: StepTask, { projectRoot }: StepSurroundings): StepOutcome {
  const failure = describeError(error, { projectRoot });
  return { status: "failed", failure: { ...failure, step: task.step.name }, duration_ms: 0 };
}

async function load(pipeline: WorkerPipeline, log: (line: LogLine) => void): Promise<Loaded> {
  const [definition, artifactStore] = await Promise.all([
    loadBundle(pipeline.bundleFile, pipeline.exportName),
    openArtifactStore(pipeline.artifactStore),
  ]);
  const steps = await wireAgain(definition, pipeline);
  const { materializers } = steps;
  const { projectRoot } = pipeline;
  const processes = new ForeignProcesses();
  const surroundings = { materializers, artifactStore, log, projectRoot, processes };
  return { steps, surroundings };
}

function describe(error: unknown, message: { readonly pipeline: WorkerPipeline }): string {
  return describeError(error, { projectRoot: message.pipeline.projectRoot }).message;
}

if (parentPort !== null) main(parentPort);
