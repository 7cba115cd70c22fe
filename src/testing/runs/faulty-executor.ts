// Executes steps in this process, each with the fault that the test has for it. A step that is to fail is
// executed with a function that throws, so that hooks, retries and messages are those of any failure.
import type { CompiledPipeline } from "../../runtime/compiled-pipeline.js";
import type { StepDefinition } from "../../runtime/definition.js";
import type { StepExecutor } from "../../runtime/execution/executor.js";
import { inProcessExecutor } from "../../runtime/execution/in-process-executor.js";
import { timeoutError } from "../../runtime/execution/step-errors.js";
import type { StepOutcome, StepTask } from "../../runtime/step-task.js";
import type { FakeClock } from "../fake-clock.js";
import type { Activity } from "./activity.js";
import type { TestProcess } from "./test-process.js";

export interface FaultyExecutorParts {
  readonly pipeline: CompiledPipeline;
  readonly surroundings: Parameters<typeof inProcessExecutor>[1];
  readonly process: TestProcess;
  readonly clock: FakeClock;
  readonly activity: Activity;
}

export class FaultyExecutor implements StepExecutor {
  readonly #parts: FaultyExecutorParts;
  readonly #inner: StepExecutor;
  /** What the function of a failing attempt throws. */
  readonly #thrown = new Map<string, unknown>();

  constructor(parts: FaultyExecutorParts) {
    this.#parts = parts;
    this.#inner = inProcessExecutor(this.#withFailing(parts.pipeline), parts.surroundings);
  }

  execute(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    const { activity, clock } = this.#parts;
    return activity.during(async () => {
      const begin = clock.time();
      const outcome = await this.#attempt(task, signal, start);
      return { ...outcome, duration_ms: clock.time() - begin };
    });
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  async #attempt(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    const { process } = this.#parts;
    const { name } = task.step;
    const fault = process.faultAt({ kind: "step", name, attempt: task.attempt });
    if (fault === undefined) return process.untilDeath(this.#inner.execute(task, signal, start));
    const tooLong = await this.#wait(fault.delay ?? 0, task, { signal, start });
    if (fault.crash === "before") process.die();
    const thrown = tooLong ?? ("error" in fault ? { error: fault.error } : undefined);
    if (thrown !== undefined) this.#thrown.set(keyOf(name, task.attempt), thrown.error);
    const executed = thrown === undefined ? task : { ...task, node: failing(task.node) };
    const outcome = await process.untilDeath(this.#inner.execute(executed, signal, start));
    process.strikeAfter(fault);
    return outcome;
  }

  /** The step's own time limit counts by the same clock. */
  async #wait(
    seconds: number,
    task: StepTask,
    { signal, start }: { readonly signal: AbortSignal; readonly start: () => void },
  ): Promise<{ readonly error: Error } | undefined> {
    if (seconds === 0) return undefined;
    const { clock, pipeline, process } = this.#parts;
    const { timeout = Infinity } =
      pipeline.graph.steps.find(({ name }) => name === task.node) ?? {};
    start();
    await clock.wait(Math.min(seconds, timeout) * 1000, AbortSignal.any([signal, process.signal]));
    process.assertAlive();
    return seconds >= timeout ? { error: timeoutError(task.step.name, timeout) } : undefined;
  }

  #withFailing(pipeline: CompiledPipeline): CompiledPipeline {
    const steps = [...pipeline.steps].map(
      ([node, definition]) => [failing(node), this.#failingStep(definition)] as const,
    );
    const params = [...pipeline.params].map(([node, value]) => [failing(node), value] as const);
    return {
      ...pipeline,
      steps: new Map([...pipeline.steps, ...steps]),
      params: new Map([...pipeline.params, ...params]),
    };
  }

  #failingStep(definition: StepDefinition): StepDefinition {
    return {
      ...definition,
      external: undefined,
      fn: (_inputs, { step }) => {
        throw this.#thrown.get(keyOf(step.name, step.attempt));
      },
    };
  }
}

/** No step can be called so. */
function failing(node: string): string {
  return `${node} (failing)`;
}

function keyOf(step: string, attempt: number): string {
  return `${step} ${attempt}`;
}
