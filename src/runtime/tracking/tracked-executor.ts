// Begins an experiment before each attempt of a step that names a tracker, and says when it is over: in
// the process of the run, so that it is said also of steps whose own process did not live to do so.
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { GraphStep } from "../../domain/graph.js";
import type { ExperimentTracker, TrackedRun } from "../../stack/experiment-tracker.js";
import type { StepExecutor } from "../execution/executor.js";
import { describeError } from "../source-positions.js";
import type { StepOutcome, StepTask } from "../step-task.js";
import { isRecord } from "../../util/is-record.js";

export interface TrackedExecutorParts {
  readonly executor: StepExecutor;
  readonly steps: readonly Pick<GraphStep, "name" | "settings" | "experiment_tracker">[];
  readonly tracker: ExperimentTracker;
  /** Of the component. */
  readonly flavor: string;
  readonly projectRoot: string;
  readonly warn: (step: string, message: string) => void;
}

/** The executor itself where no step names a tracker. */
export function trackedExecutor(parts: TrackedExecutorParts): StepExecutor {
  const tracked = new Map(
    parts.steps.flatMap(({ name, settings, experiment_tracker }) =>
      experiment_tracker === undefined ? [] : [[name, { settings, name: experiment_tracker }]],
    ),
  );
  return tracked.size === 0 ? parts.executor : new TrackedExecutor(parts, tracked);
}

interface Tracked {
  readonly name: string;
  readonly settings: JsonRecord;
}

/** Of a step whose process did not live to say what it recorded: at least where that is. */
function withExperiment(outcome: StepOutcome, place: JsonRecord): StepOutcome {
  const { metadata = {} } = outcome;
  if (metadata["experiment"] !== undefined) return outcome;
  return { ...outcome, metadata: { ...metadata, experiment: place } };
}

function placeOf({ id, url }: TrackedRun): JsonRecord {
  return url === undefined ? { id } : { id, url };
}

class TrackedExecutor implements StepExecutor {
  readonly #parts: TrackedExecutorParts;
  readonly #tracked: ReadonlyMap<string, Tracked>;

  constructor(parts: TrackedExecutorParts, tracked: ReadonlyMap<string, Tracked>) {
    this.#parts = parts;
    this.#tracked = tracked;
  }

  async execute(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    const { executor, tracker, projectRoot } = this.#parts;
    const tracked = this.#tracked.get(task.node);
    if (tracked === undefined) return executor.execute(task, signal, start);
    let run: TrackedRun;
    try {
      run = await tracker.begin(this.#trackedStep(task, tracked));
    } catch (error) {
      start();
      const failure = { ...describeError(error, { projectRoot }), step: task.step.name };
      return { status: "failed", failure, duration_ms: 0 };
    }
    const experiment = { tracker: tracked.name, run };
    const outcome = await executor.execute({ ...task, experiment }, signal, start);
    await this.#end(task, run, outcome);
    return withExperiment(outcome, { tracker: tracked.name, ...placeOf(run) });
  }

  close(): Promise<void> {
    return this.#parts.executor.close();
  }

  #trackedStep({ run, step, pipeline, attempt }: StepTask, { settings }: Tracked) {
    const own = settings[`experiment_tracker.${this.#parts.flavor}`];
    const { id, name } = step;
    return { run, step: { id, name }, pipeline, attempt, settings: isRecord(own) ? own : {} };
  }

  /** The step has ended as it has: that the tracker does not hear it is a warning. */
  async #end({ step }: StepTask, run: TrackedRun, { status }: StepOutcome): Promise<void> {
    try {
      await this.#parts.tracker.end(run.id, status);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.warn(step.name, `the experiment tracker could not end '${run.id}': ${reason}`);
    }
  }
}
