import type { Failure } from "../../domain/entities/run.js";
import type { Status } from "../../domain/status.js";
import type { StepContext, StepLog } from "../step-context.js";

interface HookContext {
  /** Null when it completed. */
  readonly failure: Failure | null;
  readonly duration_ms: number;
  /** Writes into the log. */
  readonly log: StepLog;
  /** Aborted when the run is cancelled or the hook's time is up. */
  readonly signal: AbortSignal;
}

/** What a hook of a step gets, after the step's last attempt and where that was made. */
export interface StepHookContext extends HookContext {
  readonly run: StepContext["run"];
  /** `attempt` is the one that decided. */
  readonly step: StepContext["step"];
  /** The params of this invocation. */
  readonly params: unknown;
  readonly status: "completed" | "failed";
}

/** What it returns does not matter, what it throws is logged: a hook never changes how a step ended. */
export type StepHook = (context: StepHookContext) => unknown;

/** What a hook of a pipeline gets, in the process that ran it, when the run has ended. */
export interface PipelineHookContext extends HookContext {
  readonly run: { readonly id: string; readonly name: string; readonly pipeline: string };
  readonly status: Status;
}

export type PipelineHook = (context: PipelineHookContext) => unknown;

/** `on_success` and `on_failure` as a configuration has them. */
export interface Hooks<Hook> {
  /** Called after it completed; not for what came from the cache. */
  readonly on_success?: Hook | undefined;
  /** Called after it failed, when no retry is left; not when it was cancelled. */
  readonly on_failure?: Hook | undefined;
}
