// From what a step returned to artifacts: checks that it is what was declared, and writes it.
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { StoredContent } from "../../artifacts/stored-content.js";
import { writeValue } from "../../artifacts/write-value.js";
import { ZenError } from "../../domain/errors.js";
import type { AnyMaterializer, StepDefinition } from "../definition.js";
import type { StepTask } from "../step-task.js";
import { typeName } from "../source-positions.js";
import { chosenMaterializer } from "./chosen-materializer.js";
import type { Facts } from "./make-step-context.js";
import { isRecord } from "../../util/is-record.js";

export interface Writing {
  readonly definition: StepDefinition;
  readonly artifactStore: ArtifactStore;
  /** Those that any step of the pipeline declares, by name. */
  readonly materializers: ReadonlyMap<string, AnyMaterializer>;
  readonly signal: AbortSignal;
  /** Noted by the step, by output. */
  readonly facts: ReadonlyMap<string, Facts>;
}

/** Errors: `step_failed` for outputs that were not declared or are missing; what materializers throw. */
export async function writeOutputs(
  task: StepTask,
  result: unknown,
  { definition, artifactStore, materializers, signal, facts: noted }: Writing,
): Promise<Record<string, StoredContent>> {
  checkNotedOutputs(task, noted);
  const declared = definition.outputs;
  const values = declared === undefined ? singleOutput(result) : namedOutputs(task, result);
  const stored: Record<string, StoredContent> = {};
  for (const [name, value] of Object.entries(values)) {
    const written = await writeValue(value, {
      materializer: chosenMaterializer(task, name, {
        declared: declared?.[name],
        own: materializers,
      }),
      store: artifactStore,
      signal,
      step: task.step.name,
      output: name,
    });
    const facts = noted.get(name);
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
    ...(isRecord(result) ? [] : [`it returned ${typeName(result)}`]),
    ...(missing.length === 0 ? [] : [`missing ${quoted(missing)}`]),
    ...(unknown.length === 0 ? [] : [`not declared ${quoted(unknown)}`]),
  ];
  throw new ZenError(
    "step_failed",
    `Step '${task.step.name}' must return an object with the outputs ${quoted(expected)}: ${problems.join("; ")}.`,
    { hint: "Return one property for each name in `outputs`, or declare what is returned." },
  );
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
