import { ZenError } from "../../domain/errors.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { PIPELINE } from "../../runtime/definition.js";
import type { PipelineDefinition } from "../../runtime/definition.js";
import { Client } from "../../sdk/client.js";
import type { Replay } from "../../sdk/replay/replay.js";

/** Any `pipeline()` object. */
export interface PipelineHandle {
  readonly [PIPELINE]: PipelineDefinition;
}

export interface ReplayRunOptions {
  /** Where the run is recorded; default: the active profile. */
  readonly client?: Client | undefined;
  /** Instead of those that the run was given. */
  readonly params?: JsonRecord | undefined;
}

/**
 * Says what a run of this pipeline would do now, compared with a recorded one: which steps come from the
 * cache, which are executed, and why. Executes nothing, writes nothing.
 * Errors: `not_found`; those of compiling.
 *
 * @example
 * ```ts
 * import { pipeline, step } from "zenml";
 * import { replayRun } from "zenml/testing";
 *
 * const greeting = pipeline("greeting", () => step("greet", () => "hello")());
 *
 * const run = await greeting.run();
 * const { steps } = await replayRun(run, greeting);
 * console.log(steps.map(({ step, verdict, reasons }) => `${step}: ${verdict}, ${reasons.join(", ")}`));
 * ```
 */
export async function replayRun(
  run: string | { readonly id: string },
  pipeline: PipelineHandle,
  { client, params }: ReplayRunOptions = {},
): Promise<Replay> {
  assertPipeline(pipeline, "replayRun");
  const reference = typeof run === "string" ? run : run.id;
  const opened = client ?? (await Client.open());
  try {
    return await opened.runs.replay(reference, pipeline, { params });
  } finally {
    if (client === undefined) await opened.close();
  }
}

/** Errors: `invalid_input`. */
export function assertPipeline(value: unknown, asking: string): asserts value is PipelineHandle {
  if (PIPELINE in Object(value)) return;
  throw new ZenError("invalid_input", `${asking}() was not given a pipeline.`, {
    hint: 'Give it what pipeline("name", …) returned.',
  });
}
