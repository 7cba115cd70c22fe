// Runs a pipeline in a test: on a store in memory, a clock that waits for nobody, and a folder that is
// removed. The engine is the real one; what it is given is made here.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Run } from "../../domain/entities/run.js";
import { ZenError } from "../../domain/errors.js";
import { compile } from "../../runtime/compile.js";
import type { CompiledPipeline, RunConfiguration } from "../../runtime/compiled-pipeline.js";
import { declaredHashes } from "../../runtime/declared/declared-hashes.js";
import { PIPELINE } from "../../runtime/definition.js";
import type { PipelineDefinition } from "../../runtime/definition.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import { mergeRunConfigurations } from "../../runtime/merge-configuration.js";
import { parseRunConfiguration } from "../../runtime/parse-run-configuration.js";
import type { ScheduleOptions } from "../../runtime/configuration/run-configuration.js";
import type { Replay } from "../../sdk/replay/replay.js";
import { replayRun } from "../../sdk/replay/replay-run.js";
import { recordedOptions } from "../../sdk/running/load-run.js";
import { storedConfiguration } from "../../sdk/schedules/create-schedule.js";
import type { ZenStore } from "../../store/zen-store.js";
import { FakeClock } from "../fake-clock.js";
import { executeTested } from "./execute-tested.js";
import type { Fault } from "./fault.js";
import { FaultPlan } from "./fault-plan.js";
import { assertPipeline } from "./replay-run.js";
import type { PipelineHandle } from "./replay-run.js";
import { runSchedule } from "./run-schedule.js";
import { openTestPlace } from "./test-place.js";
import type { TestPlace } from "./test-place.js";
import type { TestedRun } from "./tested-run.js";

export interface KitOptions {
  /** What a `run.yaml` may hold. */
  readonly config?: RunConfiguration | undefined;
  /** Default: one that begins with the year 2026. */
  readonly clock?: FakeClock | undefined;
  readonly faults?: readonly Fault[] | undefined;
}

/** How one run differs from what the kit was made with. */
export interface TestedRunOptions {
  readonly params?: JsonRecord | undefined;
  readonly config?: RunConfiguration | undefined;
  /** Instead of the kit's. */
  readonly faults?: readonly Fault[] | undefined;
  /** Aborting cancels the run. */
  readonly signal?: AbortSignal | undefined;
}

export interface ResumeTestedOptions extends Pick<TestedRunOptions, "faults" | "signal"> {
  /** Also when the pipeline is not what it was. */
  readonly accept_changes?: boolean | undefined;
}

export interface ScheduledOptions extends TestedRunOptions {
  /** In ISO 8601; what is due at this moment is still fired. */
  readonly until: string;
}

export class TestKit {
  readonly clock: FakeClock;
  readonly #definition: PipelineDefinition;
  readonly #options: KitOptions & { readonly params?: JsonRecord | undefined };
  readonly #root: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "zenml-test-run-"));
  #place: Promise<TestPlace> | undefined;
  #runs = 0;
  #last: string | undefined;

  constructor(
    definition: PipelineDefinition,
    options: KitOptions & { readonly params?: JsonRecord | undefined } = {},
  ) {
    this.#definition = definition;
    this.#options = options;
    this.clock = options.clock ?? new FakeClock();
    const { source } = definition;
    this.#root = projectRoot(source === null ? process.cwd() : dirname(source.file));
    process.once("exit", this.#remove);
  }

  /** The store of this test, free of faults. */
  async store(): Promise<ZenStore> {
    return (await this.#open()).store;
  }

  /**
   * Runs the pipeline until every step has ended or the process has died. A failed run is no error.
   * Errors: those of compiling; `invalid_input` for faults that cannot happen, and for faults that were
   * never reached.
   */
  async run(options: TestedRunOptions = {}): Promise<TestedRun> {
    const { params, config, faults = [] } = this.#options;
    this.#runs += 1;
    const given = mergeRunConfigurations(parseRunConfiguration(config), {
      ...parseRunConfiguration(options.config),
    });
    const run_name = given.run_name ?? `${this.#definition.name}-${this.#runs}`;
    const pipeline = await this.#compile({ ...params, ...options.params }, { ...given, run_name });
    return this.#execute(pipeline, { ...options, faults: options.faults ?? faults });
  }

  /**
   * Goes on with the last run, as another process would after the one before died. Without faults, unless
   * they are given here. Errors: `conflict` when nothing is left to do, or when the pipeline changed.
   */
  async resume(options: ResumeTestedOptions = {}): Promise<TestedRun> {
    const { store } = await this.#open();
    const run = await this.#lastRun(store, "go on with");
    if (run.status === "completed") throw isCompleted(run.name);
    const pipeline = await this.#compile({}, recordedOptions(run).config ?? {});
    const resumes = { run, acceptsChanges: options.accept_changes ?? false };
    return this.#execute(pipeline, { ...options, resumes });
  }

  /**
   * Puts the pipeline on a schedule and lets the clock go on to a time (ISO 8601): each time that comes due
   * is a run. Gives the runs in order; a failed one is no error. Errors: `invalid_input` for a schedule
   * that cannot be, those of `run()`.
   */
  async runSchedule(
    schedule: ScheduleOptions,
    { until, ...options }: ScheduledOptions,
  ): Promise<readonly TestedRun[]> {
    const end = Date.parse(until);
    if (Number.isNaN(end)) throw noTime(until);
    const { store } = await this.#open();
    const { name, source } = this.#definition;
    return runSchedule({
      store,
      clock: this.clock,
      options: { time_zone: "UTC", ...schedule },
      content: {
        pipeline_name: name,
        file: source?.file ?? name,
        export: null,
        configuration: storedConfiguration(options.config ?? {}, options.params),
        stack_name: null,
      },
      until: end,
      fire: ({ configuration }) =>
        this.run({ ...options, params: {}, config: parseRunConfiguration(configuration) }),
    });
  }

  /**
   * What a run of another pipeline would take from the cache, and what it would execute and why, compared
   * with the last run. Executes nothing.
   */
  async replay(
    pipeline: PipelineHandle,
    { params }: Pick<TestedRunOptions, "params"> = {},
  ): Promise<Replay> {
    assertPipeline(pipeline, "replay");
    const place = await this.#open();
    const run = await this.#lastRun(place.store, "replay");
    const root = this.#root;
    const options = { ...recordedOptions(run), params, projectRoot: root };
    const compiled = await compile(pipeline[PIPELINE], options);
    return replayRun(
      run,
      { ...compiled, graph: withoutChance(compiled.graph) },
      {
        ...place,
        declared: (settings) => declaredHashes(settings, { root, env: process.env }),
        now: this.clock.now,
      },
    );
  }

  /** Removes the folder; values of runs cannot be read any more. */
  async close(): Promise<void> {
    process.removeListener("exit", this.#remove);
    this.#remove();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #lastRun(store: ZenStore, purpose: string): Promise<Run> {
    const run = this.#last === undefined ? undefined : await store.runs.find(this.#last);
    if (run === undefined) throw noRun(this.#definition.name, purpose);
    return run;
  }

  readonly #remove = (): void => rmSync(this.#folder, { recursive: true, force: true });

  #open(): Promise<TestPlace> {
    this.#place ??= openTestPlace({ clock: this.clock, folder: this.#folder, root: this.#root });
    return this.#place;
  }

  async #compile(params: JsonRecord, config: RunConfiguration): Promise<CompiledPipeline> {
    const compiled = await compile(this.#definition, { params, config, projectRoot: this.#root });
    return { ...compiled, graph: withoutChance(compiled.graph) };
  }

  async #execute(
    pipeline: CompiledPipeline,
    {
      faults = [],
      signal = new AbortController().signal,
      resumes,
    }: Pick<TestedRunOptions, "faults" | "signal"> & {
      readonly resumes?: Parameters<typeof executeTested>[1]["resumes"];
    },
  ): Promise<TestedRun> {
    const plan = new FaultPlan(faults, pipeline.graph);
    const place = await this.#open();
    const run = await executeTested(pipeline, { place, plan, signal, resumes });
    this.#last = run.id;
    const { unreached } = plan;
    if (unreached.length > 0) throw neverReached(run, unreached);
    return run;
  }
}

/** Waits of the same length each time. */
function withoutChance(graph: CompiledPipeline["graph"]): CompiledPipeline["graph"] {
  const steps = graph.steps.map((step) =>
    step.retry === undefined ? step : { ...step, retry: { ...step.retry, jitter: 0 } },
  );
  return { ...graph, steps };
}

function noTime(until: string): ZenError {
  return new ZenError("invalid_input", `'${until}' is no time that a schedule could run until.`, {
    hint: 'In ISO 8601: { until: "2026-01-02T00:00:00Z" }',
  });
}

function noRun(pipeline: string, purpose: string): ZenError {
  return new ZenError("conflict", `There is no run of '${pipeline}' to ${purpose}.`, {
    hint: "Begin one before: await kit.run()",
  });
}

function isCompleted(run: string): ZenError {
  return new ZenError("conflict", `Run '${run}' is completed: nothing of it is left to do.`, {
    hint: 'Let a fault end it before: { step: "NAME", crash: "before" }',
  });
}

function neverReached({ name, status }: TestedRun, unreached: readonly string[]): ZenError {
  const lines = unreached.map((line) => `\n  - ${line}`);
  return new ZenError(
    "invalid_input",
    `Run '${name}' ended as ${status} without reaching all faults of the test:${lines.join("")}`,
    {
      hint: "Correct or remove them: a fault that never happens tests nothing.",
      details: { unreached },
    },
  );
}
