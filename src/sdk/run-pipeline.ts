// `pipeline.run()`: the same run that the command line makes, from code and in this process.
import { dirname, relative } from "node:path";
import { ZenError } from "../domain/errors.js";
import { compile } from "../runtime/compile.js";
import type { PipelineDefinition } from "../runtime/definition.js";
import { indexFromSource } from "../runtime/code/index-from-source.js";
import { mergeRunConfigurations } from "../runtime/merge-configuration.js";
import type { RunListener } from "../runtime/run-events.js";
import { Client } from "./client.js";
import type { RunView } from "./post-execution/run-view.js";
import { plainProgress } from "./progress/plain-progress.js";
import { endLine } from "./progress/run-lines.js";

import type { ExecuteRunParts, RunOpening } from "./running/execute-run.js";
import { recordRun } from "./running/record-run.js";
import { asExecuted, assertResumable } from "./running/continue-run.js";
import { recordedOptions } from "./running/load-run.js";
import { loaderOptions } from "./running/loader-options.js";
import { workersOnRequest } from "./running/workers-on-request.js";
import { projectRoot } from "../runtime/loader/project-root.js";
import { originalPosition } from "../runtime/tracing/original-position.js";
import type { RunOptions } from "./run-options.js";
import { openSession } from "./session.js";
import type { Session } from "./session.js";

/** The finished run, ready to be read: `await (await run.step("train").output()).read()`. */
export type PipelineRunResult = RunView;

/**
 * Steps are executed on this process's event loop, but those that ask for a thread or process of their
 * own. Use `zenml run` for CPU work side by side.
 * Errors: `step_failed` and `run_cancelled`, with the run's name; all that loading and compiling throw.
 */
export async function runPipeline(
  definition: PipelineDefinition,
  options: RunOptions = {},
): Promise<PipelineRunResult> {
  const cwd = process.cwd();
  const root = projectRoot(definition.source === null ? cwd : dirname(definition.source.file));
  const place = { definition, root };
  const compiled = options.resume === undefined ? await compileAnew(place, options) : undefined;
  const [session, code] = await Promise.all([
    openSession({ flags: { stack: options.stack }, isShared: true }),
    indexFromSource(definition, loaderOptions(cwd)),
  ]);
  try {
    const begun = compiled ?? (await resume(place, options, session));
    const workers = await workersOnRequest(begun.pipeline, {
      loader: loaderOptions(cwd),
      compile: { params: options.params, config: begun.pipeline.configuration },
      script: process.argv[1],
    });
    const summary = await recordRun({
      store: session.store,
      stack: begun.stack ?? (await session.activeStack()).id,
      localFolder: session.localFolder,
      repository: session.settings.repository?.root,
      projectRoot: root,
      code,
      listener: options.onEvent ?? tellOnStderr(),
      signal: options.signal ?? new AbortController().signal,
      unlisted: options.unlisted ?? false,
      workers,
      ...begun,
    });
    if (summary.status === "completed") return await Client.of(session).getRun(summary.id);
    throw notCompleted(summary);
  } catch (error) {
    await session.close();
    throw error;
  }
}

interface Place {
  readonly definition: PipelineDefinition;
  readonly root: string;
}

type Begun = Pick<ExecuteRunParts, "pipeline" | "opening"> &
  Partial<Pick<ExecuteRunParts, "stack" | "unlisted">>;

async function compileAnew({ definition, root }: Place, options: RunOptions): Promise<Begun> {
  const { params, config, name: run_name, enable_cache } = options;
  const said = { run_name, enable_cache };
  const pipeline = await compile(definition, {
    params,
    config: mergeRunConfigurations(config, said),
    sources: { file: config, command_line: said },
    projectRoot: root,
  });
  return { pipeline, opening: { origin: originOf(definition, root), params } };
}

/** What a run was begun with it keeps. */
const NOT_WITH_RESUME = ["params", "config", "name", "enable_cache", "stack", "unlisted"] as const;

/** Errors: `config_invalid` for options that it cannot take; `conflict` when the run cannot go on. */
async function resume(
  { definition, root }: Place,
  options: RunOptions,
  session: Session,
): Promise<Begun> {
  const given = NOT_WITH_RESUME.filter((name) => isSaid(options[name]));
  if (given.length > 0) {
    const named = given.map((name) => `'${name}'`).join(", ");
    throw new ZenError(
      "config_invalid",
      `A run that is resumed keeps what it was begun with; found ${named}.`,
      {
        hint: "Leave them out, or begin a new run: what did not change comes from the cache.",
      },
    );
  }
  const run = await session.store.runs.get(options.resume ?? "");
  assertResumable(run);
  const pipeline = await compile(definition, { ...recordedOptions(run), projectRoot: root });
  return {
    pipeline: asExecuted(run, pipeline),
    stack: run.stack_id ?? run.stack_name,
    unlisted: run.pipeline_id === null,
    opening: { resumes: { run, acceptsChanges: options.accept_changes ?? false } },
  };
}

/** An empty configuration says nothing. */
function isSaid(option: RunOptions[(typeof NOT_WITH_RESUME)[number]]): boolean {
  if (typeof option === "object") return Object.keys(option).length > 0;
  return option !== undefined;
}

/** A script cannot be started again by others: the export that it runs is not known. */
function originOf({ source }: PipelineDefinition, root: string): RunOpening["origin"] {
  if (source === null) return undefined;
  const { file } = originalPosition(source);
  return { root, file: relative(root, file), export: null };
}

/** What a person sees who did not ask for events: the same lines as on the command line. */
function tellOnStderr(): RunListener {
  const write = process.stderr.write.bind(process.stderr);
  const progress = plainProgress({ write: (line) => void write(`${line}\n`) });
  return (event) => {
    progress(event);
    if (event.type === "run_ended") write(`${endLine(event)}\n`);
  };
}

function notCompleted(summary: Awaited<ReturnType<typeof recordRun>>): ZenError {
  const details = { run_id: summary.id, failure: summary.failure };
  if (summary.status === "cancelled") {
    return new ZenError("run_cancelled", `Run '${summary.name}' was cancelled.`, { details });
  }
  const { failure } = summary;
  const why =
    failure === null ? "" : ` Step '${failure.step}': ${failure.name}: ${failure.message}`;
  return new ZenError("step_failed", `Run '${summary.name}' failed.${why}`, {
    hint: `zenml run describe ${summary.name}`,
    details,
  });
}
