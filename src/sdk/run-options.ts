import type { JsonRecord } from "../domain/entities/fields.js";
import type { RunConfiguration } from "../runtime/compiled-pipeline.js";
import type { ScheduleOptions } from "../runtime/configuration/run-configuration.js";
import type { RunListener } from "../runtime/run-events.js";

/** How one run differs from what the code says. */
export interface RunOptions {
  /** Wins over `config.parameters`, which win over the code. */
  readonly params?: JsonRecord | undefined;
  /** What a `run.yaml` may hold. */
  readonly config?: RunConfiguration | undefined;
  /** Name of the run, or a template of it; wins over `config.run_name`. */
  readonly name?: string | undefined;
  /** False: no step is served from the cache. */
  readonly enable_cache?: boolean | undefined;
  /** Name, id or id prefix; default: the active stack. */
  readonly stack?: string | undefined;
  /** Recorded, but under no pipeline. */
  readonly unlisted?: boolean | undefined;
  /** Puts the pipeline on a schedule instead of running it now; `zenml schedule run` fires it. */
  readonly schedule?: ScheduleOptions | undefined;
  /**
   * Name, id or id prefix of a run of this pipeline that was interrupted, failed or was cancelled: it goes
   * on with its own params, configuration and stack, which can then not be given.
   */
  readonly resume?: string | undefined;
  /** With `resume`: also when the pipeline is not what it was. */
  readonly accept_changes?: boolean | undefined;
  /** Aborting cancels the run. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: RunListener | undefined;
}
