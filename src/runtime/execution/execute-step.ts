// Executes one step where it is called: reads inputs, calls the person's function, writes outputs.
// Used by this process and by worker threads alike; knows neither the store nor the graph.
import type { StoredContent } from "../../artifacts/stored-content.js";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { readValue } from "../../artifacts/read-value.js";
import { writeValue } from "../../artifacts/write-value.js";
import type { Json } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import type { AnyMaterializer, StepDefinition } from "../definition.js";
import { executeExternal } from "../foreign/execute-external.js";
import type { ForeignProcesses } from "../foreign/foreign-processes.js";
import { StepOutput, withOutput } from "../logs/capture-output.js";
import { describeError } from "../source-positions.js";
import type { StepContext, StepLog } from "../step-context.js";
import type { LogLine, StepOutcome, StepTask, TaskInput } from "../step-task.js";

export interface StepCode {
  readonly definition: StepDefinition;
  /** Validated params, as the function receives them. */
  readonly params: unknown;
}

export interface StepSurroundings {
  /** Told while the step's own promise is waited for; returns how to say that it settled. */
  readonly onWaiting?: (() => () => void) | undefined;
  readonly materializers: ReadonlyMap<string, AnyMaterializer>;
  readonly artifactStore: ArtifactStore;
  readonly signal: AbortSignal;
  readonly log: (line: LogLine) => void;
  /** Folder that positions in failures are given relative to. */
  readonly projectRoot: string;
  /** Processes of other languages that stay warm; without, each such step has its own. */
  readonly processes?: ForeignProcesses | undefined;
}

type Facts = Record<string, Json>;

/** Never rejects: what goes wrong in the step is its outcome. */
export async function executeStep(
  task: StepTask,
  code: StepCode,
  surroundings: StepSurroundings,
): Promise<StepOutcome> {
  const begin = performance.now();
  const output = new StepOutput(task.step.name, surroundings.log);
  const scratch = new TemporaryFolder();
  const noted = { step: {} as Facts, outputs: new Map<string, Facts>() };
  try {
    const { definition } = code;
    const { external } = definition;
    if (external !== undefined) {
      const context = stepContext(task, code.params, { surroundings, scratch, noted });
      const call = { external, definition, context, surroundings };
      const outputs = await executeExternal(task, call);
      return { status: "completed", outputs, metadata: noted.step, duration_ms: since(begin) };
    }
    const inputs = await readInputs(task, surroundings);
    surroundings.signal.throwIfAborted();
    const context = stepContext(task, code.params, { surroundings, scratch, noted });
    const result = await waitFor(
      withOutput(output, () => code.definition.fn(inputs, context)),
      surroundings.onWaiting,
    );
    surroundings.signal.throwIfAborted();
    checkNotedOutputs(task, noted.outputs);
    const outputs = await writeOutputs(task, result, { code, surroundings, facts: noted.outputs });
    return { status: "completed", outputs, metadata: noted.step, duration_ms: since(begin) };
  } catch (error) {
    if (surroundings.signal.aborted) return { status: "cancelled", duration_ms: since(begin) };
    const failure = describeError(error, { projectRoot: surroundings.projectRoot });
    return {
      status: "failed",
      failure: { ...failure, step: task.step.name },
      duration_ms: since(begin),
    };
  } finally {
    output.end();
    await scratch.remove();
  }
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

function since(begin: number): number {
  return Math.round((performance.now() - begin) * 1000) / 1000;
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

interface Writing {
  readonly code: StepCode;
  readonly surroundings: StepSurroundings;
  readonly facts: ReadonlyMap<string, Facts>;
}

async function writeOutputs(
  task: StepTask,
  result: unknown,
  writing: Writing,
): Promise<Record<string, StoredContent>> {
  const declared = writing.code.definition.outputs;
  const values = declared === undefined ? singleOutput(result) : namedOutputs(task, result);
  const stored: Record<string, StoredContent> = {};
  for (const [name, value] of Object.entries(values)) {
    const written = await writeValue(value, {
      materializer: declared?.[name],
      store: writing.surroundings.artifactStore,
      signal: writing.surroundings.signal,
      step: task.step.name,
      output: name,
    });
    const facts = writing.facts.get(name);
    stored[name] =
      facts === undefined ? written : { ...written, metadata: { ...written.metadata, ...facts } };
  }
  return stored;
}

/** A step that returns nothing has no output. */
function singleOutput(result: unknown): Record<string, unknown> {
  return result === undefined ? {} : { output: result };
}

function namedOutputs(task: StepTask, result: unknown): Record<string, unknown> {
  const expected = Object.keys(task.outputs);
  const found = isRecord(result) ? Object.keys(result) : [];
  const missing = expected.filter((name) => !found.includes(name));
  const unknown = found.filter((name) => !expected.includes(name));
  if (isRecord(result) && missing.length === 0 && unknown.length === 0) return result;
  const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(", ");
  const problems = [
    ...(isRecord(result) ? [] : [`it returned ${result === null ? "null" : typeof result}`]),
    ...(missing.length === 0 ? [] : [`missing ${quoted(missing)}`]),
    ...(unknown.length === 0 ? [] : [`not declared ${quoted(unknown)}`]),
  ];
  throw new ZenError(
    "step_failed",
    `Step '${task.step.name}' must return an object with the outputs ${quoted(expected)}: ${problems.join("; ")}.`,
    { hint: "Return one property for each name in `outputs`, or declare what is returned." },
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkNotedOutputs(task: StepTask, noted: ReadonlyMap<string, Facts>): void {
  const outputs = Object.keys(task.outputs);
  for (const name of noted.keys()) {
    if (outputs.includes(name)) continue;
    throw new ZenError(
      "step_failed",
      `Step '${task.step.name}' noted metadata on output '${name}', which it does not have.`,
      { hint: `Its outputs: ${outputs.join(", ")}.` },
    );
  }
}

interface ContextParts {
  readonly surroundings: StepSurroundings;
  readonly scratch: TemporaryFolder;
  readonly noted: { step: Facts; readonly outputs: Map<string, Facts> };
}

function stepContext(task: StepTask, params: unknown, parts: ContextParts): StepContext {
  return {
    params,
    run: { ...task.run, pipeline: task.pipeline },
    step: { ...task.step, attempt: task.attempt },
    log: stepLog(task.step.name, parts.surroundings.log),
    signal: parts.surroundings.signal,
    temporaryFolder: () => parts.scratch.path(),
    metadata: {
      step: (facts) => {
        parts.noted.step = { ...parts.noted.step, ...facts };
      },
      output: (name, facts) => {
        parts.noted.outputs.set(name, { ...parts.noted.outputs.get(name), ...facts });
      },
    },
  };
}

function stepLog(step: string, log: (line: LogLine) => void): StepLog {
  const at = (level: string) => (message: string) => {
    for (const text of message.split("\n")) {
      log({ step, stream: "log", text: `[${level}] ${text}`, time: Date.now() });
    }
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Made when first asked for, removed when the step ends. */
class TemporaryFolder {
  #made: Promise<string> | undefined;

  path(): Promise<string> {
    this.#made ??= mkdtemp(join(tmpdir(), "zenml-step-"));
    return this.#made;
  }

  async remove(): Promise<void> {
    if (this.#made !== undefined) await rm(await this.#made, { recursive: true, force: true });
  }
}
