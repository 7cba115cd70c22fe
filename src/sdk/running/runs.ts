// The runs of a store, from code: what `zenml run` does to them.
import type { Run } from "../../domain/entities/run.js";
import type { RunSummary } from "../../runtime/engine/run-pipeline.js";
import { PIPELINE } from "../../runtime/definition.js";
import type { PipelineDefinition } from "../../runtime/definition.js";
import type { RunListener } from "../../runtime/run-events.js";
import type { CreateInput, EntityStore } from "../../store/zen-store.js";
import { EntityDelegate } from "../entity-delegate.js";
import type { Replay } from "../replay/replay.js";
import type { ReplayOptions } from "../replay/replay-in-session.js";
import type { Session } from "../session.js";
import type { Cancellation } from "./cancel-run.js";
import type { ContinueOptions, RetryOptions } from "./continue-run.js";
import type { ShownStatus } from "./shown-status.js";
import type { Watched } from "./watch-run.js";

export interface WatchRunOptions {
  readonly listener?: RunListener | undefined;
  /** Ends the watching, not the run. */
  readonly signal?: AbortSignal | undefined;
}

export class Runs extends EntityDelegate<"run"> implements EntityStore<"run"> {
  readonly #session: Session;

  constructor(session: Session) {
    super(session.store.runs);
    this.#session = session;
  }

  /** Errors: `invalid_input` with all problems, `entity_exists`. */
  create(input: CreateInput<"run">): Promise<Run> {
    return this.#session.store.runs.create(input);
  }

  /** What it wrote stays readable. Errors: `not_found`. */
  delete(id: string): Promise<void> {
    return this.#session.store.runs.delete(id);
  }

  /** `interrupted` when it is recorded as running and whoever executed it is gone. Errors: `not_found`. */
  async status(reference: string): Promise<ShownStatus> {
    const { shownStatus } = await import("./shown-status.js");
    return shownStatus(await this.get(reference));
  }

  /** Goes on with what is not finished. Errors: `conflict`, saying why it cannot go on. */
  async resume(reference: string, options?: ContinueOptions): Promise<RunSummary> {
    const { resumeRun } = await import("./continue-run.js");
    return resumeRun(this.#session, reference, options);
  }

  /** A new run that takes over what this one finished. Errors: `conflict`, `not_found`. */
  async retry(reference: string, options?: RetryOptions): Promise<RunSummary> {
    const { retryRun } = await import("./continue-run.js");
    return retryRun(this.#session, reference, options);
  }

  /**
   * What a run of this pipeline would take from the cache now, and what it would execute and why, compared
   * with this one. Executes nothing. Errors: `not_found`; those of compiling.
   */
  async replay(
    reference: string,
    pipeline: { readonly [PIPELINE]: PipelineDefinition },
    options: ReplayOptions = {},
  ): Promise<Replay> {
    const { replayDefinition } = await import("../replay/replay-in-session.js");
    const definition = pipeline[PIPELINE];
    return replayDefinition(this.#session, reference, { ...options, definition });
  }

  /** Asks whoever executes it to end it, or ends it when nobody does. Errors: `conflict` when it has ended. */
  async cancel(reference: string): Promise<Cancellation> {
    const { cancelRun } = await import("./cancel-run.js");
    return cancelRun(this.#session.store, reference);
  }

  /** Resolves when it has ended or was interrupted. Errors: `not_found`. */
  async watch(reference: string, options: WatchRunOptions = {}): Promise<Watched> {
    const { watchRun } = await import("./watch-run.js");
    const { store, localFolder } = this.#session;
    const { listener = () => undefined, signal = new AbortController().signal } = options;
    return watchRun(reference, { store, localFolder, listener, signal });
  }
}
