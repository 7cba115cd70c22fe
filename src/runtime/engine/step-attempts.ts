// Has a step executed as often as it takes, and tells of each attempt that failed.
import type { Json } from "../../domain/entities/fields.js";
import type { StepOutcome, StepTask, TaskInput } from "../step-task.js";
import { taskInput } from "./input-content.js";
import type { PreparedStep } from "./prepared-step.js";
import { attemptFacts, runAttempts } from "./retry-policy.js";
import type { FailedAttempt } from "./retry-policy.js";
import type { StepRunnerParts } from "./step-runner-parts.js";

export interface Attempted {
  readonly outcome: StepOutcome;
  /** Those that failed and were followed by another one. */
  readonly attempts: readonly Json[];
}

export async function attemptStep(step: PreparedStep, parts: StepRunnerParts): Promise<Attempted> {
  const { signal, random, wait } = parts;
  const attempts: Json[] = [];
  const inputs = await taskInputs(step, parts);
  const outcome = await runAttempts({
    retry: step.graph.retry,
    first: step.row.attempt,
    signal,
    random,
    wait,
    attempt: (_attempt, isLast) => execute(taskOf(step, parts, { inputs, isLast }), step, parts),
    retrying: async (failed) => {
      attempts.push(attemptFacts(failed));
      await tellFailed(failed, { step, parts, attempts });
    },
  });
  return { outcome, attempts };
}

function execute(task: StepTask, step: PreparedStep, parts: StepRunnerParts): Promise<StepOutcome> {
  const { executor, signal, tally, now } = parts;
  let isBegun = false;
  return executor.execute(task, signal, () => {
    if (isBegun) return;
    isBegun = true;
    step.row.begin(now());
    tally.started(step.frame, step.graph.name);
  });
}

interface Failing {
  readonly step: PreparedStep;
  readonly parts: StepRunnerParts;
  readonly attempts: readonly Json[];
}

async function tellFailed(
  failed: FailedAttempt,
  { step: { frame, graph, row }, parts: { journal, now, tally }, attempts }: Failing,
): Promise<void> {
  const { failure, duration_ms } = failed;
  const metadata = { attempts: [...attempts] };
  await journal.commit(row.retry({ failure, duration_ms, metadata }, now()));
  tally.retrying(frame, graph.name, failed);
}

async function taskInputs(
  { inputs }: PreparedStep,
  { cache }: StepRunnerParts,
): Promise<StepTask["inputs"]> {
  const read: Record<string, TaskInput> = {};
  for (const [name, input] of Object.entries(inputs)) read[name] = await taskInput(input, cache);
  return read;
}

function taskOf(
  { graph, row }: PreparedStep,
  { record: { run }, pipeline }: StepRunnerParts,
  { inputs, isLast }: Pick<StepTask, "inputs" | "isLast">,
): StepTask {
  const { id, name } = row.entity;
  return {
    run: { id: run.id, name: run.name },
    step: { id, name, definition: graph.step },
    node: graph.name,
    pipeline: pipeline.graph.name,
    attempt: row.attempt,
    params: graph.params,
    inputs,
    outputs: graph.outputs,
    timeout: graph.timeout,
    isolation: graph.isolation,
    isLast,
  };
}
