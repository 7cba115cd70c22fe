// Executes one attempt of a step where it is called: reads inputs, calls the person's function, writes
// outputs, calls its hook. Used by this process, by threads and by processes of their own alike; knows
// neither the store nor the graph.
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { readValue } from "../../artifacts/read-value.js";
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { AnyMaterializer, StepDefinition } from "../definition.js";
import { executeExternal } from "../foreign/execute-external.js";
import type { ForeignProcesses } from "../foreign/foreign-processes.js";
import { isJson } from "../graph-checks/json-problems.js";
import { runHook } from "../hooks/run-hook.js";
import { stepHook } from "../hooks/step-hook.js";
import type { HookedOutcome } from "../hooks/step-hook.js";
import { StepOutput } from "../logs/capture-output.js";
import { elapsedSince } from "../../util/elapsed-since.js";
import { describeError } from "../source-positions.js";
import type { LogLine, StepOutcome, StepTask, TaskInput } from "../step-task.js";
import type { ExperimentTracker } from "../../stack/experiment-tracker.js";
import { RecordedExperiment, untracked } from "../tracking/step-experiment.js";
import { attemptClock } from "./attempt-clock.js";
import type { AttemptClock } from "./attempt-clock.js";
import { DEFAULT_GRACE_MS } from "./limits.js";
import { TemporaryFolder, makeStepContext, stepLog } from "./make-step-context.js";
import type { Noted } from "./make-step-context.js";
import { StepAttempt } from "./step-attempt.js";
import { timeoutError } from "./step-errors.js";
import type { StepGuard } from "./step-guard.js";
import { inScope } from "./step-scope.js";
import { writeOutputs } from "./write-outputs.js";

export interface StepCode {
  readonly definition: StepDefinition;
  /** Validated params, as the function receives them. */
  readonly params: unknown;
}

export interface StepSurroundings {
  /** Told while the step's own promise is waited for; returns how to say that it settled. */
  readonly onWaiting?: (() => () => void) | undefined;
  /** Told how the step ended before its hook is called. */
  readonly onDecided?: ((outcome: StepOutcome) => void) | undefined;
  /** Told when the step is over though what it began goes on. */
  readonly onLeftBehind?: (() => void) | undefined;
  readonly materializers: ReadonlyMap<string, AnyMaterializer>;
  readonly artifactStore: ArtifactStore;
  readonly signal: AbortSignal;
  readonly log: (line: LogLine) => void;
  /** Folder that positions in failures are given relative to. */
  readonly projectRoot: string;
  /** Processes of other languages that stay warm; without, each such step has its own. */
  readonly processes?: ForeignProcesses | undefined;
  /** Sees what steps do outside of their promise. */
  readonly guard?: StepGuard | undefined;
  /** Milliseconds that a step has to end by itself after its signal. */
  readonly grace?: number | undefined;
  /** That of the stack; absent where no step names one. */
  readonly openTracker?: (() => Promise<ExperimentTracker>) | undefined;
}

/** Never rejects: what goes wrong in the step is its outcome. */
export async function executeStep(
  task: StepTask,
  code: StepCode,
  surroundings: StepSurroundings,
): Promise<StepOutcome> {
  const outcome = await attemptStep(task, code, surroundings);
  if (outcome.status === "cancelled") return outcome;
  const hooked = runStepHook(task, code, { outcome, surroundings });
  if (hooked !== undefined) await hooked;
  return outcome;
}

interface Ended {
  readonly outcome: HookedOutcome;
  readonly surroundings: StepSurroundings;
}

/** Undefined when the outcome calls for no hook. */
export function runStepHook(
  task: StepTask,
  { definition, params }: StepCode,
  { outcome, surroundings }: Ended,
): Promise<void> | undefined {
  const chosen = stepHook(definition.configuration, task, outcome);
  if (chosen === undefined) return undefined;
  surroundings.onDecided?.(outcome);
  const output = new StepOutput(task.step.name, surroundings.log);
  const scope = new StepAttempt(output);
  const log = stepLog(task.step.name, output.line);
  const { name, hook } = chosen;
  const facts = {
    run: { ...task.run, pipeline: task.pipeline },
    step: { ...task.step, attempt: task.attempt },
    params,
    status: outcome.status,
    failure: outcome.status === "failed" ? outcome.failure : null,
    duration_ms: outcome.duration_ms,
    log,
  };
  const call = (signal: AbortSignal): Promise<unknown> => {
    surroundings.guard?.enter(scope);
    const work = inScope(scope, async () => hook({ ...facts, signal }));
    return scope.settle(work, signal, surroundings.grace ?? DEFAULT_GRACE_MS);
  };
  return runHook(call, { ...surroundings, name, log }).finally(() => {
    surroundings.guard?.leave(scope);
    output.end();
  });
}

async function attemptStep(
  task: StepTask,
  code: StepCode,
  surroundings: StepSurroundings,
): Promise<StepOutcome> {
  const begin = performance.now();
  const output = new StepOutput(task.step.name, surroundings.log);
  const attempt = new StepAttempt(output);
  const clock = attemptClock(task, surroundings.signal);
  const scratch = new TemporaryFolder();
  const experiment = recordedExperiment(task, output, surroundings);
  const noted: Noted = { step: {}, outputs: new Map() };
  const parts = { code, surroundings, output, attempt, clock, scratch, experiment, noted };
  surroundings.guard?.enter(attempt);
  try {
    const work = inScope(attempt, () => performStep(task, parts));
    const grace = surroundings.grace ?? DEFAULT_GRACE_MS;
    const outputs = await attempt.settle(work, clock.signal, grace);
    const duration_ms = elapsedSince(begin);
    const metadata = await factsOf(parts);
    return { status: "completed", outputs, metadata, duration_ms };
  } catch (error) {
    const duration_ms = elapsedSince(begin);
    const { isOver, signal } = clock;
    const isCancelled = signal.aborted && !isOver;
    clock.stop();
    const metadata = onlyJson(await factsOf(parts));
    if (isCancelled) return { status: "cancelled", duration_ms, metadata };
    const cause = isOver ? timeoutError(task.step.name, task.timeout ?? 0) : error;
    const failure = { ...describeError(cause, surroundings), step: task.step.name };
    return { status: "failed", failure, duration_ms, metadata };
  } finally {
    clock.stop();
    surroundings.guard?.leave(attempt);
    if (attempt.isLeftBehind) surroundings.onLeftBehind?.();
    await experiment?.end();
    output.end();
    await scratch.remove();
  }
}

interface Performance {
  readonly code: StepCode;
  readonly surroundings: StepSurroundings;
  readonly output: StepOutput;
  readonly attempt: StepAttempt;
  readonly clock: AttemptClock;
  readonly scratch: TemporaryFolder;
  readonly experiment: RecordedExperiment | undefined;
  readonly noted: Noted;
}

/** What the attempt noted of itself; what it recorded is handed on before. */
async function factsOf({ noted, experiment }: Performance): Promise<Noted["step"]> {
  if (experiment === undefined) return noted.step;
  await experiment.end();
  return { ...noted.step, experiment: experiment.facts };
}

function recordedExperiment(
  { step, params, experiment }: StepTask,
  { line }: StepOutput,
  { openTracker }: StepSurroundings,
): RecordedExperiment | undefined {
  if (experiment === undefined || openTracker === undefined) return undefined;
  const { warn } = stepLog(step.name, line);
  const onProblem = (problem: string): void =>
    warn(`the experiment tracker '${experiment.tracker}' could not record: ${problem}`);
  return new RecordedExperiment({ of: experiment, open: openTracker, params, onProblem });
}

/** What cannot be recorded must not hide why the step failed. */
function onlyJson(facts: Noted["step"]): Noted["step"] {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => isJson(value)));
}

async function performStep(
  task: StepTask,
  parts: Performance,
): Promise<Record<string, StoredContent>> {
  const { surroundings, scratch, attempt, output, noted } = parts;
  const { definition, params } = parts.code;
  const { signal } = parts.clock;
  const log = output.line;
  const { experiment = untracked(task.step.name) } = parts;
  const context = makeStepContext(task, { params, signal, log, scratch, noted, experiment });
  const { external } = definition;
  if (external !== undefined) {
    const { environment } = task.experiment?.run ?? {};
    const own = { ...surroundings, signal, log, environment, memory: task.memory };
    const call = { external, definition, context, surroundings: own };
    const outputs = await executeExternal(task, call);
    signal.throwIfAborted();
    return outputs;
  }
  const inputs = await readInputs(task, surroundings);
  signal.throwIfAborted();
  const result = await waitFor(definition.fn(inputs, context), surroundings.onWaiting);
  attempt.throwIfFailed();
  signal.throwIfAborted();
  const { artifactStore, materializers } = surroundings;
  const writing = { definition, artifactStore, materializers, signal, facts: noted.outputs };
  return writeOutputs(task, result, writing);
}

/** Reading and writing are left out: a step that computes between them leaves no room for another. */
async function waitFor(
  result: unknown,
  onWaiting: StepSurroundings["onWaiting"],
): Promise<unknown> {
  if (!(result instanceof Promise)) return result;
  const settled = onWaiting?.();
  try {
    return await result;
  } finally {
    settled?.();
  }
}

async function readInputs(
  task: StepTask,
  surroundings: StepSurroundings,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, input] of Object.entries(task.inputs)) {
    const label = `input '${name}' of step '${task.step.name}'`;
    values[name] = await readInput(input, label, surroundings);
  }
  return values;
}

function readInput(input: TaskInput, label: string, surroundings: StepSurroundings): unknown {
  if ("value" in input) return input.value;
  return readValue(input.artifact, {
    materializers: surroundings.materializers,
    store: surroundings.artifactStore,
    label,
  });
}
