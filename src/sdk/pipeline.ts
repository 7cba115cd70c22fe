// A person's pipeline: typed outside, one definition inside. Running it is loaded when first asked for.
import { dirname } from "node:path";
import { ZenError } from "../domain/errors.js";
import type { Graph } from "../domain/graph.js";
import { callSite } from "../runtime/tracing/call-site.js";
import { compile } from "../runtime/compile.js";
import type { CompileOptions } from "../runtime/compile.js";
import { PIPELINE } from "../runtime/definition.js";
import type { PipelineConfiguration, PipelineDefinition } from "../runtime/definition.js";
import { overlayConfiguration } from "../runtime/merge-configuration.js";
import { parseRunConfiguration } from "../runtime/parse-run-configuration.js";
import { activeTrace } from "../runtime/tracing/active-trace.js";
import type { ActiveTrace } from "../runtime/tracing/active-trace.js";
import {
  COMPILE_OPTIONS,
  PIPELINE_CHANGES,
  PIPELINE_CONFIGURATION,
  PIPELINE_OPTIONS,
  RUN_OPTIONS,
  checkNameAndFunction,
  checkOptions,
  pickOptions,
} from "./check-options.js";
import type { Schedule } from "../domain/entities/schedule.js";
import type { RunOptions } from "./run-options.js";
import type { PipelineRunResult } from "./run-pipeline.js";
import { isLoading } from "../runtime/loader/loading.js";
import { projectRoot } from "../runtime/loader/project-root.js";
import type { ParamsInput, ParamsSchema } from "./types/params.js";
import type {
  CheckedWiring,
  InputsOfRefs,
  Pipeline,
  PipelineChanges,
  PipelineOptions,
  RefsReturned,
  RefsWithoutType,
  WireContext,
} from "./types/pipeline.js";
import type { JsonRecord } from "../domain/entities/fields.js";

/**
 * Makes a pipeline of a function that calls steps. The function is called once for each run, with
 * validated params, and only wires: what a step call returns is a `Ref`, not a value.
 *
 * @example
 * ```ts
 * import { pipeline, step } from "zenml";
 *
 * const greet = step("greet", () => "hello");
 * const shout = step("shout", ({ words }: { words: string }) => words.toUpperCase());
 *
 * export const greeting = pipeline("greeting", () => shout({ words: greet() }));
 * ```
 */
export function pipeline<Return, Inputs = RefsWithoutType>(
  name: string,
  fn: (context: WireContext<undefined>, inputs: Inputs) => Return & CheckedWiring<Return>,
): Pipeline<ParamsInput<undefined>, InputsOfRefs<Inputs>, RefsReturned<Return>>;
export function pipeline<
  Return,
  Schema extends ParamsSchema | undefined = undefined,
  Inputs = RefsWithoutType,
>(
  name: string,
  options: PipelineOptions<Schema>,
  fn: (context: WireContext<Schema>, inputs: Inputs) => Return & CheckedWiring<Return>,
): Pipeline<ParamsInput<Schema>, InputsOfRefs<Inputs>, RefsReturned<Return>>;
export function pipeline(name: string, ...rest: readonly unknown[]): unknown {
  const [options, fn] = rest.length > 1 ? rest : [{}, rest[0]];
  checkNameAndFunction("pipeline", name, fn);
  checkOptions(`pipeline '${name}'`, options, PIPELINE_OPTIONS);
  // Both checked just above.
  return pipelineOf(
    define(name, options as PipelineOptions<ParamsSchema>, fn as PipelineDefinition["wire"]),
  );
}

function define(
  name: string,
  options: PipelineOptions<ParamsSchema>,
  wire: PipelineDefinition["wire"],
): PipelineDefinition {
  const { params, run_name, description } = options;
  return {
    name,
    description: description ?? null,
    params,
    defaults: {},
    configuration: pickOptions(options, PIPELINE_CONFIGURATION),
    run_name,
    wire,
    source: callSite(pipeline),
  };
}

/** The object; its type is `Pipeline`, which `pipeline` gives it. */
function pipelineOf(definition: PipelineDefinition): object {
  const subject = `pipeline '${definition.name}'`;
  const call = (...args: readonly unknown[]): unknown =>
    traceOf(definition).inline(definition, args);
  const members = {
    name: definition.name,
    map: (...args: readonly unknown[]): unknown => traceOf(definition).map(definition, args),
    with: (changes: PipelineChanges<JsonRecord, string>) => {
      checkOptions(subject, changes, PIPELINE_CHANGES);
      return pipelineOf(changed(definition, changes));
    },
    configure: (configuration: PipelineConfiguration) => {
      checkOptions(subject, configuration, PIPELINE_CONFIGURATION);
      return pipelineOf(changed(definition, configuration));
    },
    compile: (options: CompileOptions = {}) => {
      refuseInside(definition);
      return compileGraph(definition, options);
    },
    run: (options: RunOptions = {}) => {
      // A file that puts its pipeline on a schedule is loaded again each time it fires.
      if (options.schedule === undefined) refuseInside(definition);
      return run(definition, options);
    },
    [PIPELINE]: definition,
  };
  // A function's own name cannot be assigned, only redefined.
  return Object.defineProperties(call, Object.getOwnPropertyDescriptors(members));
}

function traceOf({ name }: PipelineDefinition): ActiveTrace {
  const trace = activeTrace();
  if (trace !== undefined) return trace;
  throw new ZenError("pipeline_invalid", `Pipeline '${name}' was called outside of a pipeline.`, {
    hint: "Run it with .run(); called in the function of another pipeline() it becomes a part of that.",
  });
}

function changed(
  definition: PipelineDefinition,
  changes: PipelineChanges<JsonRecord, string>,
): PipelineDefinition {
  return {
    ...definition,
    name: changes.name ?? definition.name,
    description: changes.description ?? definition.description,
    run_name: changes.run_name ?? definition.run_name,
    defaults: { ...definition.defaults, ...changes.params },
    configuration: overlayConfiguration(
      definition.configuration,
      pickOptions(changes, PIPELINE_CONFIGURATION),
    ),
  };
}

async function compileGraph(
  definition: PipelineDefinition,
  options: CompileOptions,
): Promise<Graph> {
  checkOptions(`compiling pipeline '${definition.name}'`, options, COMPILE_OPTIONS);
  const { source } = definition;
  const { graph } = await compile(definition, {
    params: options.params,
    config: parseRunConfiguration(options.config),
    projectRoot: projectRoot(source === null ? process.cwd() : dirname(source.file)),
  });
  return graph;
}

async function run(
  definition: PipelineDefinition,
  options: RunOptions,
): Promise<PipelineRunResult | Schedule> {
  checkOptions(`running pipeline '${definition.name}'`, options, RUN_OPTIONS);
  const config = parseRunConfiguration(options.config);
  const { schedule } = parseRunConfiguration({ schedule: options.schedule ?? config.schedule });
  if (schedule !== undefined) {
    const { schedulePipeline } = await import("./schedules/schedule-pipeline.js");
    return schedulePipeline(definition, { ...options, config }, schedule);
  }
  const { runPipeline } = await import("./run-pipeline.js");
  return runPipeline(definition, { ...options, config });
}

/** Thrown at once and not as a rejection, which a function that only wires would leave unseen. */
function refuseInside(definition: PipelineDefinition): void {
  if (isLoading()) throw runWhileLoading(definition);
  const trace = activeTrace();
  if (trace === undefined) return;
  const what =
    trace.pipeline === definition.name
      ? `Pipeline '${definition.name}' runs itself while it is wired.`
      : `Pipeline '${definition.name}' is run while pipeline '${trace.pipeline}' is wired.`;
  throw new ZenError("pipeline_invalid", what, {
    hint: `To make it a part of this pipeline, call it: ${definition.name}({ … })`,
  });
}

function runWhileLoading({ name }: PipelineDefinition): ZenError {
  return new ZenError(
    "pipeline_invalid",
    `Pipeline '${name}' is run at the top of its file, which is loaded once more for a thread or process of a run.`,
    { hint: "Run it in another file that imports it, or with zenml run." },
  );
}
